"""What can keep a mailbox from being read, said in words."""

import imaplib
import socket
import ssl
from enum import StrEnum

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError, MailboxStarttlsError


class ReadError(StrEnum):
    """Stable codes: kept with the mailbox, returned by the API."""

    NAME = "name"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    SECURITY = "security"
    LOGIN = "login"
    FOLDER = "folder"
    PROTOCOL = "protocol"


class ImapTrouble(Exception):
    """The mailbox cannot be read: a code, a sentence that says what to do, and the server's own words if any."""

    def __init__(self, code: ReadError, sentence: str, server: str = "") -> None:
        super().__init__(f"{sentence} The server said: {server}" if server else sentence)
        self.code = code
        self.sentence = sentence
        self.server = server


def in_words(error: Exception, host: str, port: int) -> ImapTrouble:
    """What this error of the network or of the IMAP library means to a person."""
    where, words = f"{host}:{port}", server_words(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return ImapTrouble(
            ReadError.CERTIFICATE, f"The certificate of {host} is not to be trusted: {error.verify_message}."
        )
    if isinstance(error, ssl.SSLError | MailboxStarttlsError):
        return ImapTrouble(
            ReadError.SECURITY, f"{where} does not speak this kind of TLS. Choose another security.", words
        )
    if isinstance(error, socket.gaierror | UnicodeError):
        return ImapTrouble(ReadError.NAME, f"There is no server called {host}. Check its name.")
    if isinstance(error, TimeoutError):
        return ImapTrouble(ReadError.TIMEOUT, f"{where} did not answer in time. Check name, port and security.")
    if isinstance(error, MailboxLoginError):
        return ImapTrouble(ReadError.LOGIN, "The server refused the login. Check user name and password.", words)
    if isinstance(error, MailboxFolderSelectError):
        return ImapTrouble(ReadError.FOLDER, "The folder cannot be opened. Check its name.", words)
    if isinstance(error, OSError):
        return ImapTrouble(ReadError.UNREACHABLE, f"{where} cannot be reached: {error.strerror or error}.")
    return ImapTrouble(ReadError.PROTOCOL, f"{where} did not answer as an IMAP server does. Check the port.", words)


def server_words(error: Exception) -> str:
    """What the server answered, without the library's wrapping."""
    if isinstance(error, ImapToolsError) and hasattr(error, "command_result"):
        answer = error.command_result[1]
        return _text(answer[0] if isinstance(answer, list) and answer else answer)
    return _text(error.args[0]) if isinstance(error, imaplib.IMAP4.error) and error.args else ""


def _text(answer: object) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:500]
