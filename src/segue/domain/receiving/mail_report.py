"""What a provider reports about a message that left through it, and what follows from it."""

import re
from dataclasses import dataclass
from datetime import datetime

from segue.domain.inbound import InboundKind
from segue.domain.receiving.verdict import Verdict

_LONGEST = 1_000
_FULL = re.compile(r"\b[45]\.2\.2\b|mailbox (is )?full|over ?quota|quota exceeded", re.IGNORECASE)
# Why a provider did not even try, where the address is at fault.
_BAD_ADDRESS = {"invalid", "bounced"}
# Why a message came back, where the address is not.
_NOT_THE_ADDRESS = {"blocked", "spam", "timed_out", "other"}


@dataclass(frozen=True)
class MailReport:
    """`event` and `reason` are those of django-anymail, the same for all providers; `words` the provider's own.

    `names` are what the message is called: by us, by the provider. `key` is the report's own name, the same each time
    it comes. `soft` says that a bounce is for now.
    """

    provider: str
    event: str
    key: str
    names: tuple[str, ...]
    address: str = ""
    reason: str = ""
    words: str = ""
    soft: bool = False
    at: datetime | None = None


def judge_report(report: MailReport) -> Verdict | None:
    """What it means for the message; None where nothing follows (delivered, delayed, opened)."""
    if report.event == "complained":
        return _verdict(InboundKind.COMPLAINT, report, "reported as spam")
    if report.event == "unsubscribed" or (report.event == "rejected" and report.reason == "unsubscribed"):
        return _verdict(InboundKind.UNSUBSCRIBE, report, "unsubscribed")
    if report.event == "bounced" and (report.soft or _FULL.search(report.words)):
        return _verdict(InboundKind.SOFT_BOUNCE, report, "bounced for now")
    if report.event == "bounced":
        # Refused for what it is or where it comes from: it did not arrive, but the next message may.
        blames = report.reason not in _NOT_THE_ADDRESS
        return _verdict(InboundKind.HARD_BOUNCE, report, "bounced for good", blames_address=blames)
    if report.event in {"rejected", "failed"}:
        blames = report.reason in _BAD_ADDRESS
        return _verdict(InboundKind.HARD_BOUNCE, report, f"{report.event} by the provider", blames_address=blames)
    return None


def _verdict(kind: InboundKind, report: MailReport, what: str, *, blames_address: bool = True) -> Verdict:
    return Verdict(
        kind, f"Report of {report.provider}: {what}", failed_address=report.address,
        diagnostic=report.words[:_LONGEST], blames_address=blames_address,
    )  # fmt: skip
