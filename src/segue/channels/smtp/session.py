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
from segue.channels.smtp.replies import BadReply, Replies
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import Outcome, Permanent, Sent, Unknown
from segue.domain.smtp_replies import Reply, Stage, judge

_GO_ON = {Stage.SENDER: {250}, Stage.RECIPIENT: {250, 251}, Stage.DATA: {354}}
_NO_INTERNATIONAL = "The mail server does not offer SMTPUTF8, which this address needs."


@dataclass(frozen=True)
class Lost:
    """The connection went before the message was handed over: it surely did not leave."""

    words: str


class Session:
    """A connection that has said hello and logged in."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection
        self._replies = Replies(connection)
        self._pipelines = connection.has_extn("pipelining")
        self.sent = 0
        self.used_at = time.monotonic()

    @property
    def is_open(self) -> bool:
        return self._connection.sock is not None

    def send(self, message: Message, timeout: float, last_timeout: float) -> Outcome | Lost:
        """Send it.

        `timeout` is in seconds, for each answer but the last, which may take as long as the server needs to look the
        message through (RFC 5321 §4.5.3.2.6). Does not raise for what a server or a network may do.
        """
        if message.international and not self._connection.has_extn("smtputf8"):
            return Permanent(StepError(ErrorCode.RECIPIENT_REJECTED, _NO_INTERNATIONAL))
        self.used_at = time.monotonic()
        try:
            if not self._replies.is_quiet():
                raise BadReply("it was out of step or gone")
            refused = self._envelope(message, timeout)
            if refused:
                return refused
            self._write(message.data.replace(b"\r\n.", b"\r\n.."), timeout)
        except (OSError, BadReply) as error:
            self.close()
            return Lost(in_words(error))
        return self._finish(last_timeout)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def quit(self) -> None:
        """Say goodbye."""
        with contextlib.suppress(OSError):
            self._write(b"QUIT\r\n", 1)
        self.close()

    def _envelope(self, message: Message, timeout: float) -> Outcome | None:
        """MAIL, RCPT and DATA; in one go where the server offers it (RFC 2920). What was refused, or None."""
        extra = " SMTPUTF8" if message.international else ""
        commands = {
            Stage.SENDER: f"MAIL FROM:<{message.sender}>{extra}",
            Stage.RECIPIENT: f"RCPT TO:<{message.recipient}>",
            Stage.DATA: "DATA",
        }
        if self._pipelines:
            self._write("".join(f"{command}\r\n" for command in commands.values()).encode(), timeout)
        for stage, command in commands.items():
            if not self._pipelines:
                self._write(f"{command}\r\n".encode(), timeout)
            reply = self._replies.read(timeout)
            if reply.code not in _GO_ON[stage]:
                return self._refused(stage, reply, timeout)
        return None

    def _refused(self, stage: Stage, reply: Reply, timeout: float) -> Outcome:
        if reply.code < 400:
            raise BadReply(f"it answered {reply.code} out of turn")
        if self._pipelines and stage is not Stage.DATA:
            # The server may wait for a message all the same (RFC 2920 §3.1): a fresh connection is the simpler way out.
            self.close()
        else:
            self._reset(timeout)
        return judge(stage, reply)

    def _finish(self, timeout: float) -> Outcome:
        try:
            self._write(b".\r\n", timeout)
            reply = self._replies.read(timeout)
        except (OSError, BadReply) as error:
            self.close()
            return Unknown(f"It was handed over whole, and then: {in_words(error)}.")
        if 200 <= reply.code < 300:
            self.sent += 1
            return Sent(str(reply))
        if reply.code < 400:
            self.close()
            return Unknown(f"It was handed over whole, and the server answered {reply}.")
        self._reset(timeout)
        return judge(Stage.DATA, reply)

    def _write(self, data: bytes, timeout: float) -> None:
        if self._connection.sock is None:
            raise ConnectionResetError("the server hung up")
        self._connection.sock.settimeout(timeout)
        self._connection.sock.sendall(data)

    def _reset(self, timeout: float) -> None:
        """Ready for the next message; a connection that will not be is closed."""
        try:
            self._write(b"RSET\r\n", timeout)
            if self._replies.read(timeout).code != 250:
                self.close()
        except (OSError, BadReply):
            self.close()
