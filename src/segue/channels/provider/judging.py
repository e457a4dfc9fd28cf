"""What a provider's answer, or none, means for the message, the recipient and the mailbox."""

import re
import ssl
from collections.abc import Iterator

import requests
from anymail.exceptions import AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProxyError

from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import MailboxTrouble, Outcome, Permanent, Unknown

_LONGEST = 500
# Refusals that are about who sends: an address or a domain the account may not use.
_SENDER = re.compile(r"\bfrom\b|\bsender|\bdomain|verified|signature", re.IGNORECASE)
_POSTMARK_SENDER = {400, 401, 412, 413}  # https://postmarkapp.com/developer/api/overview#error-codes
_POSTMARK_QUOTA = 405
_QUOTA = {402, 420, 429}  # 420 is SparkPost's
# A gateway that lost touch with what it passed the request on to; and a request that another still works on.
_UNSURE = {409, 502, 504}
# Each says that no connection came about.
_NEVER = (
    NewConnectionError,
    ConnectTimeoutError,
    ProxyError,
    ssl.SSLCertVerificationError,
    requests.exceptions.InvalidHeader,
)


def judge(error: AnymailError) -> Outcome:
    """What an error of anymail's says of one message."""
    answer = getattr(error, "response", None)
    if isinstance(error, AnymailRecipientsRefused):
        return Permanent(StepError(ErrorCode.RECIPIENT_REJECTED, words_of(answer) or str(error)))
    if isinstance(error, requests.RequestException) and answer is None:
        return _without_answer(error)
    if answer is not None:
        return judge_answer(answer)
    code = ErrorCode.BAD_ADDRESS if isinstance(error, AnymailInvalidAddress) else ErrorCode.MESSAGE_REJECTED
    return Permanent(StepError(code, str(error)[:_LONGEST]))


def judge_answer(answer: requests.Response) -> Outcome:
    """An answer that is not the one to a message that was taken."""
    status, words = answer.status_code, words_of(answer)
    if 200 <= status < 300:
        return Unknown(f"The provider answered what Segue does not understand ({words}).")
    if status in _UNSURE:
        return Unknown(f"The provider lost touch with its own servers ({words}).")
    code = _trouble(status, words, _postmark_code(answer))
    if code:
        return MailboxTrouble(StepError(code, words), met=True)
    return Permanent(StepError(ErrorCode.MESSAGE_REJECTED, words))


def words_of(answer: requests.Response | None) -> str:
    """The provider's own words, on one line."""
    if answer is None:
        return ""
    text = " ".join(answer.content[: 4 * _LONGEST].decode("utf-8", "replace").split())
    return f"{answer.status_code} {answer.reason}: {text}"[:_LONGEST].rstrip(": ")


def _trouble(status: int, words: str, postmark: int) -> ErrorCode | None:
    """What is the mailbox's own trouble, and no message's."""
    if status == 401:
        return ErrorCode.MAILBOX_LOGIN
    if status == 403:
        return ErrorCode.MAILBOX_REFUSED if _SENDER.search(words) else ErrorCode.MAILBOX_LOGIN
    if postmark in _POSTMARK_SENDER or (status == 404 and "Domain not found" in words):
        return ErrorCode.MAILBOX_REFUSED
    if status in _QUOTA or postmark == _POSTMARK_QUOTA:
        return ErrorCode.MAILBOX_QUOTA
    return ErrorCode.MAILBOX_UNREACHABLE if status >= 500 or status == 408 else None


def _postmark_code(answer: requests.Response) -> int:
    """Postmark answers 422 to whatever it refuses, and says what it is in its body."""
    if answer.status_code != 422:
        return 0
    try:
        found = answer.json()
    except ValueError:
        return 0
    code = found.get("ErrorCode") if isinstance(found, dict) else 0
    return code if isinstance(code, int) else 0


def _without_answer(error: requests.RequestException) -> Outcome:
    """Whether the request can have been made: only a connection that never came about says that it was not."""
    causes = list(_causes(error))
    first = causes[-1]
    if any(isinstance(cause, _NEVER) for cause in causes):
        words = f"The provider cannot be reached: {first}"
        return MailboxTrouble(StepError(ErrorCode.MAILBOX_UNREACHABLE, words[:_LONGEST]), met=True)
    return Unknown(f"The connection was lost while the message was being handed over ({type(first).__name__}).")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """From the outside in: requests wraps what urllib3 wraps."""
    found: object = error
    while isinstance(found, BaseException):
        yield found
        wrapped = found.args[0] if found.args and isinstance(found.args[0], BaseException) else found.__cause__
        found = getattr(found, "reason", None) if isinstance(found, MaxRetryError) else wrapped
