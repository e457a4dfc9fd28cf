"""What an SMTP server's reply means for the message, the recipient and the mailbox.

Reply codes are those of RFC 5321 §4.2, enhanced codes those of RFC 3463 and its IANA registry. What a reply means
depends on the command it answers: the same 550 is about the sender after MAIL and about the recipient after RCPT.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import MailboxTrouble, Permanent, Temporary


class Stage(StrEnum):
    """The command that a reply answers."""

    CONNECT = "connect"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"


@dataclass(frozen=True)
class Reply:
    """A server's reply: its code and its own words."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Replies that are about what the mailbox may send, whatever command they answer: Gmail's daily limit (5.4.5) and rate
# (4.7.28), Exchange Online's (5.2.252, 4.5.127). A recipient whose own mailbox is full (x.2.2) is none of them.
_QUOTA_WORDS = re.compile(
    r"sending (limit|quota|rate)|rate limit|too many (messages|emails) (sent|from)|daily (limit|user sending)"
    r"|messages per (hour|day|minute)",
    re.IGNORECASE,
)
_QUOTA_CODES = {"5.4.5", "4.7.28", "5.2.252", "4.5.127"}
# What a server has against the sender, also where it answers to the recipient or the message: no login, an address or
# network that is on a list, signatures and records of the domain (RFC 7489, RFC 7208) that do not fit.
_SENDER_WORDS = re.compile(
    r"authentication (is )?required|not authenticated|unauthenticated|relay(ing)?\b.{0,20}denied|blocked using"
    r"|block ?list|black ?list|spamhaus|\bdmarc\b|\bspf\b|\bdkim\b|sender (address )?(rejected|denied)",
    re.IGNORECASE,
)
_MAILBOX_FULL = re.compile(r"\b[45]\.2\.[0-4]\b")


def judge(stage: Stage, reply: Reply) -> Temporary | Permanent | MailboxTrouble:
    """What a refusal means. Only for replies that are not positive (4xx, 5xx)."""
    if _is_quota(reply):
        return _trouble(ErrorCode.MAILBOX_QUOTA, reply)
    if stage is Stage.LOGIN and reply.code in (454, 421):
        return _trouble(ErrorCode.MAILBOX_UNREACHABLE, reply)
    if stage is Stage.LOGIN:
        return _trouble(ErrorCode.MAILBOX_LOGIN, reply)
    if stage is Stage.CONNECT or reply.code == 421:
        return _trouble(ErrorCode.MAILBOX_UNREACHABLE, reply)
    if (stage is Stage.SENDER and reply.code >= 500) or reply.code == 530 or _is_about_sender(reply):
        return _trouble(ErrorCode.MAILBOX_REFUSED, reply)
    if reply.code < 500:
        return Temporary(StepError(ErrorCode.RECIPIENT_DEFERRED, str(reply)))
    if stage is Stage.DATA:
        return Permanent(StepError(ErrorCode.MESSAGE_REJECTED, str(reply)))
    return Permanent(StepError(ErrorCode.RECIPIENT_REJECTED, str(reply)))


def _trouble(code: ErrorCode, reply: Reply) -> MailboxTrouble:
    return MailboxTrouble(StepError(code, str(reply)), met=True)


def _is_about_sender(reply: Reply) -> bool:
    return reply.code >= 500 and bool(_SENDER_WORDS.search(reply.text))


def _is_quota(reply: Reply) -> bool:
    found = _ENHANCED.search(reply.text)
    if found and found.group(0) in _QUOTA_CODES:
        return True
    return not _MAILBOX_FULL.search(reply.text) and bool(_QUOTA_WORDS.search(reply.text))
