"""One kept-open connection to a mail server, and one message on it: every answer is known by the command it answers.

The end of the message, the line with the dot, is written by itself: until then the server cannot have taken it, from
then on only its answer says whether it did.
"""

import contextlib
import smtplib
import time
from dataclasses import dataclass

from segue.channels.mail.compose import Message
from segue.channels.smtp.refusal import in_words
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import Outcome, Permanent, Sent, Unknown
from segue.domain.smtp_replies import Reply, Stage, judge

_NO_INTERNATIONAL = "The mail server does not offer SMTPUTF8, which this address needs."


@dataclass(frozen=True)
class Lost:
    """The connection went before the message was handed over: it surely did not leave."""

    words: str


class Session:
    """A connection that has said hello and logged in."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection
        self._pipelines = connection.has_extn("pipelining")
        self.sent = 0
        self.used_at = time.monotonic()

    @property
    def is_open(self) -> bool:
        return self._connection.sock is not None

    def send(self, message: Message, timeout: float) -> Outcome | Lost:
        """Send it.

        `timeout` is in seconds, for each answer. Does not raise for what a server or a network may do.
        """
        if message.international and not self._connection.has_extn("smtputf8"):
            return Permanent(StepError(ErrorCode.RECIPIENT_REJECTED, _NO_INTERNATIONAL))
        self.used_at = time.monotonic()
        assert self._connection.sock is not None
        self._connection.sock.settimeout(timeout)
        try:
            refused = self._envelope(message)
            if refused:
                return refused
            self._connection.send(message.data.replace(b"\r\n.", b"\r\n.."))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Lost(in_words(error))
        return self._finish()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def quit(self) -> None:
        """Say goodbye."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._connection.quit()
        self.close()

    def _envelope(self, message: Message) -> Outcome | None:
        """MAIL, RCPT and DATA; in one go where the server offers it (RFC 2920). What was refused, or None."""
        extra = " SMTPUTF8" if message.international else ""
        commands = (
            (Stage.SENDER, f"MAIL FROM:<{message.sender}>{extra}"),
            (Stage.RECIPIENT, f"RCPT TO:<{message.recipient}>"),
            (Stage.DATA, "DATA"),
        )
        if self._pipelines:
            return self._pipelined(commands)
        for stage, command in commands:
            self._write(command)
            reply = self._read()
            if reply.code not in (250, 251, 354):
                self._reset()
                return judge(stage, reply)
        return None

    def _pipelined(self, commands: tuple[tuple[Stage, str], ...]) -> Outcome | None:
        self._write("\r\n".join(command for _, command in commands))
        replies = [(stage, self._read()) for stage, _ in commands]
        refused = next((judge(stage, reply) for stage, reply in replies if reply.code not in (250, 251, 354)), None)
        if refused and replies[-1][1].code == 354:
            # The server waits for a message all the same (RFC 2920 §3.1): an empty one, to nobody.
            self._connection.send(b".\r\n")
            self._read()
        if refused:
            self._reset()
        return refused

    def _finish(self) -> Outcome:
        try:
            self._connection.send(b".\r\n")
            reply = self._read()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Unknown(f"The connection was lost while the message was being handed over ({in_words(error)}).")
        if reply.code == 250:
            self.sent += 1
            return Sent(str(reply))
        self._reset()
        return judge(Stage.DATA, reply)

    def _write(self, command: str) -> None:
        self._connection.send(f"{command}\r\n".encode())

    def _read(self) -> Reply:
        code, text = self._connection.getreply()
        return Reply(code, text.decode("utf-8", "replace"))

    def _reset(self) -> None:
        """Ready for the next message; a connection that will not be is closed."""
        try:
            if self.is_open and self._connection.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()
