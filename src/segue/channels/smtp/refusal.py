"""What went wrong with a connection to a mail server, in words that a person can act on."""

import smtplib
import ssl

from segue.domain.errors import ErrorCode, StepError
from segue.domain.smtp_replies import Reply, Stage, judge


class SmtpRefusal(Exception):
    """No session could be opened: at which stage, and why. Nothing has left."""

    def __init__(self, stage: Stage, error: StepError) -> None:
        super().__init__(error.detail)
        self.stage = stage
        self.error = error


def refused(stage: Stage, error: Exception, host: str, port: int) -> SmtpRefusal:
    """The refusal that an exception of smtplib or of the network means."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return SmtpRefusal(stage, judge(stage, Reply(error.smtp_code, words)).error)
    return SmtpRefusal(stage, StepError(ErrorCode.MAILBOX_UNREACHABLE, f"{host}:{port}: {in_words(error)}"))


def in_words(error: Exception) -> str:
    """A network's or a library's error as a phrase."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS on this port; try another port or security"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server hung up"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
