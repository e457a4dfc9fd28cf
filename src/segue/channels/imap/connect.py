"""A connection to a mailbox over IMAP, logged in. Whatever fails becomes an ImapTrouble, in words."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from segue.channels.imap.trouble import ImapTrouble, ReadError, in_words
from segue.domain.mailboxes import ImapSettings, Login, Security

TIMEOUT = 30.0
_TLS_PORT = 993
_FAULTS = (OSError, UnicodeError, imaplib.IMAP4.error, ImapToolsError)


@contextmanager
def open_imap(settings: ImapSettings, timeout: float = TIMEOUT) -> Iterator[BaseMailBox]:
    """Connect and log in; no folder is open yet. Errors inside the block become ImapTrouble, too."""
    try:
        box = _connect(settings, timeout)
        try:
            _log_in(box, settings)
            yield box
        finally:
            _hang_up(box)
    except _FAULTS as error:
        raise in_words(error, settings.host, settings.port) from error


def _hang_up(box: BaseMailBox) -> None:
    with suppress(*_FAULTS):
        box.logout()
    with suppress(OSError):
        box.client.shutdown()  # where the server did not answer, too


def _connect(settings: ImapSettings, timeout: float) -> BaseMailBox:
    if settings.security is Security.NONE:
        return MailBoxUnencrypted(settings.host, settings.port, timeout)
    context = ssl.create_default_context()
    if settings.security is Security.TLS:
        return MailBox(settings.host, settings.port, timeout, ssl_context=context)
    if settings.port == _TLS_PORT:
        raise ImapTrouble(ReadError.SECURITY, "Port 993 is for TLS from the start. Choose that, or port 143.")
    return MailBoxStartTls(settings.host, settings.port, timeout, ssl_context=context)


def _log_in(box: BaseMailBox, settings: ImapSettings) -> None:
    password = settings.password.get_secret_value()
    try:
        if settings.login is Login.XOAUTH2:
            box.xoauth2(settings.username, password, initial_folder=None)
        elif settings.username.isascii() and password.isascii():
            box.login(settings.username, password, initial_folder=None)
        else:
            box.login_utf8(settings.username, password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise  # the connection broke: that says nothing of the login
    except (imaplib.IMAP4.error, MailboxLoginError) as error:
        trouble = in_words(error, settings.host, settings.port)
        raise ImapTrouble(
            ReadError.LOGIN, "The server refused the login. Check user name and password.", trouble.server
        ) from error
