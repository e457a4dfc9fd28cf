"""Which kind of message came in: rules in order, the first that knows decides, and says why."""

from collections.abc import Callable, Collection
from datetime import date

from segue.domain.inbound import InboundKind
from segue.domain.receiving.bounce_rules import delivery_status, wording
from segue.domain.receiving.message import Received
from segue.domain.receiving.phrases import body_phrase, subject_phrase
from segue.domain.receiving.quoting import new_text
from segue.domain.receiving.return_date import return_date
from segue.domain.receiving.verdict import Verdict

Rule = Callable[[Received], Verdict | None]
_AUTO_HEADERS = ("x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-autoresponder")
_BULK = {"bulk", "auto_reply", "auto-reply", "junk"}


def judge(received: Received, own_addresses: Collection[str], today: date) -> Verdict:
    """What this message is. `own_addresses` are those it may have been sent to; `today` where it has no date."""
    for rule in _RULES:
        verdict = rule(received)
        if verdict:
            return _with_return(verdict, received, today)
    if _asks_to_unsubscribe(received, own_addresses):
        return Verdict(InboundKind.UNSUBSCRIBE, "The subject is “unsubscribe” and nothing else")
    return Verdict(InboundKind.REPLY, "A person wrote it: no rule for bounces or automatic mail fits")


def _complaint(received: Received) -> Verdict | None:
    if not received.complained_about:
        return None
    about = received.complained_about.strip("?")
    return Verdict(InboundKind.COMPLAINT, "A feedback report (RFC 5965)", failed_address=about)


def _other_report(received: Received) -> Verdict | None:
    """A receipt that it was read, and the like."""
    if not received.report_type or received.report_type == "delivery-status":
        return None
    return Verdict(InboundKind.UNRELATED, f"A report of the kind {received.report_type[:60]}")


def _auto_submitted(received: Received) -> Verdict | None:
    """RFC 3834 §5."""
    value = received.header("auto-submitted").lower()
    return _automatic("Auto-Submitted", value) if value and value.partition(";")[0].strip() != "no" else None


def _auto_headers(received: Received) -> Verdict | None:
    name = next((name for name in _AUTO_HEADERS if received.header(name).lower() not in {"", "no", "none"}), "")
    return _automatic("-".join(part.capitalize() for part in name.split("-")), received.header(name)) if name else None


def _list_mail(received: Received) -> Verdict | None:
    """A newsletter or a discussion list: not about us, whoever wrote it."""
    listed = received.header("list-id") or received.header("precedence").lower() == "list"
    return Verdict(InboundKind.UNRELATED, "Header List-Id or Precedence: mail of a list") if listed else None


def _precedence(received: Received) -> Verdict | None:
    value = received.header("precedence").lower()
    return _automatic("Precedence", value) if value in _BULK else None


def _phrases(received: Received) -> Verdict | None:
    if phrase := subject_phrase(received.subject):
        return Verdict(InboundKind.AUTO_REPLY, f"The subject begins with “{phrase}”")
    if phrase := body_phrase(received.subject, received.text):
        return Verdict(InboundKind.AUTO_REPLY, f"The text begins with “{phrase}”")
    return None


_RULES: tuple[Rule, ...] = (
    delivery_status, _complaint, _other_report, wording, _auto_submitted, _list_mail, _auto_headers, _precedence,
    _phrases,
)  # fmt: skip


def _automatic(header: str, value: str) -> Verdict:
    return Verdict(InboundKind.AUTO_REPLY, f"Header {header}: {value[:80]}")


def _with_return(verdict: Verdict, received: Received, today: date) -> Verdict:
    if verdict.kind is not InboundKind.AUTO_REPLY:
        return verdict
    written = received.date.date() if received.date else today
    found = return_date(f"{received.subject}\n{new_text(received.text)}", written)
    return Verdict(verdict.kind, verdict.rule, return_on=found)


def _asks_to_unsubscribe(received: Received, own_addresses: Collection[str]) -> bool:
    return received.subject.strip().lower() == "unsubscribe" and not set(own_addresses).isdisjoint(received.recipients)
