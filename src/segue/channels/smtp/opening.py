"""Opens a connection to a mail server: connect, protect, say hello, log in."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from functools import lru_cache

from segue.channels.smtp.login import log_in
from segue.channels.smtp.refusal import SmtpRefusal, refused
from segue.channels.smtp.session import Session
from segue.domain.errors import ErrorCode, StepError
from segue.domain.mailboxes import Security, SmtpSettings
from segue.domain.smtp_replies import Stage

_NO_STARTTLS = "The server does not offer STARTTLS. Try TLS from the start, usually on port 465."


def open_session(settings: SmtpSettings, *, timeout: float) -> Session:
    """A session that is ready to send. `timeout` is in seconds, for each answer. Raises SmtpRefusal."""
    return Session(_open(settings, timeout))


def try_out(settings: SmtpSettings, *, timeout: float) -> bool:
    """Open a session and leave again: whether the server would take a login. Raises SmtpRefusal."""
    connection = _open(settings, timeout)
    offers_login = connection.has_extn("auth")
    Session(connection).quit()
    return offers_login


def _open(settings: SmtpSettings, timeout: float) -> smtplib.SMTP:
    with _explained(Stage.CONNECT, settings):
        connection = _connect(settings, timeout)
    try:
        with _explained(Stage.CONNECT, settings):
            _protect(connection, settings)
        with _explained(Stage.LOGIN, settings):
            log_in(connection, settings)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def _explained(stage: Stage, settings: SmtpSettings) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise refused(stage, error, settings.host, settings.port) from error


def _connect(settings: SmtpSettings, timeout: float) -> smtplib.SMTP:
    if settings.security is Security.TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            local_hostname=_own_name(), timeout=timeout, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(local_hostname=_own_name(), timeout=timeout)
    connection._host = settings.host  # type: ignore[attr-defined]  # smtplib checks certificates against it
    code, words = connection.connect(settings.host, settings.port)
    if code != 220:
        connection.close()
        raise smtplib.SMTPConnectError(code, words)
    assert connection.sock is not None
    # Commands are small, and each waits for its answer: nothing is won by collecting them (RFC 896).
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _protect(connection: smtplib.SMTP, settings: SmtpSettings) -> None:
    connection.ehlo_or_helo_if_needed()
    if settings.security is not Security.STARTTLS:
        return
    if not connection.has_extn("starttls"):
        raise SmtpRefusal(Stage.CONNECT, StepError(ErrorCode.MAILBOX_UNREACHABLE, _NO_STARTTLS))
    code, words = connection.starttls(context=ssl.create_default_context())
    if code != 220:
        raise smtplib.SMTPResponseException(code, words)
    connection.ehlo()


@lru_cache(maxsize=1)
def _own_name() -> str:
    """What we call ourselves: never asked of the name service, which may take long to know nothing."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"
