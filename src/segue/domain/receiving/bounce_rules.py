"""Bounces: by the report of a mail server, else by its wording; for good or for now."""

import re

from segue.domain.inbound import InboundKind
from segue.domain.receiving.message import Received, RecipientReport
from segue.domain.receiving.verdict import Verdict

_LONGEST = 1_000
_ABOVE = re.compile(r"-{3,}")  # the message that comes back stands below a line
_MAILBOX_FULL = "5.2.2"  # RFC 3463 §3.3: it may be emptied
_FULL = re.compile(r"mailbox (is )?full|over ?quota|quota exceeded|exceeded (the )?(storage|quota)", re.IGNORECASE)
_REPLY_CODE = re.compile(r"\b([45])\d\d\b(?:[ -]([45])\.\d{1,3}\.\d{1,3})?")


def delivery_status(received: Received) -> Verdict | None:
    """A delivery status notification (RFC 3464). The worst that it says of a recipient counts."""
    if received.report_type != "delivery-status":
        return None
    verdicts = [_of_recipient(report) for report in received.reports]
    for kind in (InboundKind.HARD_BOUNCE, InboundKind.SOFT_BOUNCE):
        if found := next((verdict for verdict in verdicts if verdict.kind is kind), None):
            return found
    return Verdict(InboundKind.UNRELATED, "A delivery report without a failure")


def wording(received: Received) -> Verdict | None:
    """A bounce in words of its own (flufl.bounce)."""
    guess = received.guess
    if guess is None:
        return None
    quote = " ".join(_ABOVE.split(received.text, maxsplit=1)[0].split())[:_LONGEST]
    if guess.permanent and not _FULL.search(received.text):
        return _verdict(InboundKind.HARD_BOUNCE, "Worded as a bounce for good (flufl.bounce)", guess.permanent, quote)
    return _verdict(
        InboundKind.SOFT_BOUNCE, "Worded as a bounce for now (flufl.bounce)", guess.temporary or guess.permanent, quote
    )


def _verdict(kind: InboundKind, rule: str, addresses: tuple[str, ...], words: str) -> Verdict:
    return Verdict(kind, rule, failed_address=next(iter(addresses), ""), diagnostic=words)


def _of_recipient(report: RecipientReport) -> Verdict:
    rule = f"Delivery report: action {report.action or 'not given'}, status {report.status or 'not given'}"
    return _verdict(_kind(report), rule, (report.original_address or report.address,), report.diagnostic[:_LONGEST])


def _kind(report: RecipientReport) -> InboundKind:
    if report.action not in {"failed", "delayed", ""}:
        return InboundKind.UNRELATED
    is_soft = report.action == "delayed" or report.status == _MAILBOX_FULL or _class(report) == "4"
    return InboundKind.SOFT_BOUNCE if is_soft else InboundKind.HARD_BOUNCE


def _class(report: RecipientReport) -> str:
    """The first digit of the status; where there is none, of the reply code that the server gave."""
    if report.status[:2] in {"4.", "5."}:
        return report.status[0]
    code = _REPLY_CODE.search(report.diagnostic)
    return code[1] if code else "5"
