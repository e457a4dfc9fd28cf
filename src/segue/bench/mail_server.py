"""A real SMTP server that misbehaves on command: what stands before the @ of a recipient says how.

With a log it writes a line for each message it took, and only then answers.
"""

import asyncio
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as STRICT
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# What the server answers to RCPT, and to the message, by the beginning of the recipient's address.
AT_RECIPIENT = {
    "defer": "450 4.2.0 Greylisted, come back later",
    "reject": "550 5.1.1 No such user here",
    "quota": "452 4.5.4 Daily sending limit exceeded",
    "blocked": "554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org",
    "closing": "421 4.3.2 Service shutting down",
}
AT_MESSAGE = {
    "later": "451 4.3.0 Try again later",
    "spam": "554 5.7.1 Taken for spam",
}


@dataclass(frozen=True)
class Taken:
    """A message that the server took: by then it counts as delivered."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """Parsed strictly: a defect raises."""
        parsed = BytesParser(policy=STRICT.clone(raise_on_defect=True)).parsebytes(self.data)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Server:
    """What came in, and what is wrong with the server as a whole. `hold` keeps it from answering to messages."""

    port: int = 0
    password: str | None = None
    sender_refused: str = ""
    log: Path | None = None
    keep: Callable[[Taken], object] = lambda taken: None
    delay: float = 0.0
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    open_now: int = 0
    most_at_once: int = 0
    logins: list[tuple[str, str]] = field(default_factory=list)
    deferred: set[str] = field(default_factory=set)

    def recipients(self) -> list[str]:
        return [recipient for message in self.taken for recipient in message.recipients]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.sender_refused:
            return self.sender_refused
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        how = address.partition("@")[0].partition(".")[0]
        if how == "vanish":
            _hang_up(server)
        if how == "stall":
            await asyncio.sleep(60)
        if how == "once" and address not in self.deferred:
            self.deferred.add(address)
            return AT_RECIPIENT["defer"]
        if how in AT_RECIPIENT:
            return AT_RECIPIENT[how]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        how = envelope.rcpt_tos[0].partition("@")[0].partition(".")[0]
        if how in AT_MESSAGE:
            return AT_MESSAGE[how]
        self.open_now += 1
        self.most_at_once = max(self.most_at_once, self.open_now)
        if self.delay:
            await asyncio.sleep(self.delay)
        self.open_now -= 1
        if how == "unsaid":  # neither taken nor refused
            _hang_up(server)
            return "250 never heard"
        assert isinstance(envelope.content, bytes)
        taken = Taken(str(envelope.mail_from), tuple(envelope.rcpt_tos), envelope.content)
        self.taken.append(taken)
        self.keep(taken)
        if self.log:
            self._write_down(taken)
        if how == "unheard":  # taken, but the answer is lost
            _hang_up(server)
        return "250 2.0.0 Ok: queued"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password.decode() == self.password, handled=False)

    def _write_down(self, taken: Taken) -> None:
        assert self.log is not None
        line = {"message_id": taken.message["Message-ID"], "to": taken.recipients[0]}
        with self.log.open("a") as file:
            file.write(json.dumps(line) + "\n")


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(server: Server, tls: ssl.SSLContext | None = None, *, smtputf8: bool = True) -> Iterator[Server]:
    """Run it on a port of its own, in a thread of this process. With `tls` it offers STARTTLS."""
    server.port = server.port or free_port()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        enable_SMTPUTF8=smtputf8,
        tls_context=tls,
        authenticator=server.authenticate if server.password else None,
        auth_require_tls=not server.password,  # where there is none, no login is offered
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
