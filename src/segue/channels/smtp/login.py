"""Logging in to a mail server (RFC 4954), with one mechanism: a server may hang up on a second try."""

import base64
import re
import smtplib
from collections.abc import Callable

from segue.channels.smtp.refusal import SmtpRefusal
from segue.domain.errors import ErrorCode, StepError
from segue.domain.mailboxes import Login, SmtpSettings
from segue.domain.smtp_replies import Stage

_LIKE_BASE64 = re.compile(r"(?=[A-Za-z]*[0-9+/=])[A-Za-z0-9+/]{12,}={0,2}")
_NO_LOGIN = "The server does not offer a login here. It may offer one over TLS, or need none."


def log_in(connection: smtplib.SMTP, settings: SmtpSettings) -> None:
    """Log in as the settings say. Raises SmtpRefusal, or smtplib's errors with the server's words."""
    if settings.login is Login.NONE:
        return
    offered = connection.esmtp_features.get("auth", "").upper().split()
    if settings.login is Login.XOAUTH2:
        mechanism: Callable[[smtplib.SMTP, str, str], tuple[int, bytes]] | None = _xoauth2
    else:
        mechanism = _plain if "PLAIN" in offered else _login if "LOGIN" in offered else None
    if not offered or mechanism is None:
        raise SmtpRefusal(Stage.LOGIN, StepError(ErrorCode.MAILBOX_LOGIN, _NO_LOGIN))
    secret = settings.password.get_secret_value()
    code, words = mechanism(connection, settings.username, secret)
    if code not in (235, 503):  # 503: already logged in
        raise smtplib.SMTPAuthenticationError(code, without_secret(words.decode("utf-8", "replace"), secret).encode())


def without_secret(words: str, secret: str) -> str:
    """A server's words, less what it may have quoted of the login: they are stored and shown."""
    hidden = words.replace(secret, "…") if secret else words
    return _LIKE_BASE64.sub("…", hidden)


def _plain(connection: smtplib.SMTP, username: str, password: str) -> tuple[int, bytes]:
    """RFC 4616."""
    return connection.docmd("AUTH", "PLAIN " + _base64(f"\0{username}\0{password}"))


def _login(connection: smtplib.SMTP, username: str, password: str) -> tuple[int, bytes]:
    """Not a standard, but the only one that some servers know."""
    code, words = connection.docmd("AUTH", "LOGIN " + _base64(username))
    return connection.docmd(_base64(password)) if code == 334 else (code, words)


def _xoauth2(connection: smtplib.SMTP, username: str, token: str) -> tuple[int, bytes]:
    """https://developers.google.com/workspace/gmail/imap/xoauth2-protocol"""
    code, words = connection.docmd("AUTH", "XOAUTH2 " + _base64(f"user={username}\1auth=Bearer {token}\1\1"))
    return connection.docmd("") if code == 334 else (code, words)  # 334 is a refusal that wants to be heard out


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
