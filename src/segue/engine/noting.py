"""Outcomes that are noted on their deliveries as they come in, before the batch is settled.

So a worker that dies with a batch half done leaves little that nobody knows of: `sweep` settles what was noted.
"""

from collections.abc import Mapping

from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import MailboxTrouble, NotTried, Outcome, Permanent, Sent, Temporary, Unknown
from segue.models import Delivery
from segue.models.rows import update_rows

_KINDS: dict[str, type[Temporary | Permanent | MailboxTrouble]] = {
    "temporary": Temporary,
    "permanent": Permanent,
    "trouble": MailboxTrouble,
}
_NAMES: dict[type, str] = {kind: name for name, kind in _KINDS.items()} | {
    Sent: "sent",
    Unknown: "unknown",
    NotTried: "not_tried",
}


def note_outcomes(token: str, outcomes: Mapping[int, Outcome]) -> None:
    """Write down what came of these deliveries, by id, while they are open under this token."""
    update_rows(
        Delivery,
        ("noted", "receipt", "external_id", "error_code", "error_detail"),
        ("id",),
        ((_NAMES[type(o)], *words_of(o), i) for i, o in outcomes.items()),
        {"lease_token": token, "state": "open"},
    )


def noted_outcome(delivery: Delivery) -> Outcome | None:
    """What was noted on an open delivery, or None."""
    if not delivery.noted:
        return None
    if delivery.noted == "sent":
        return Sent(delivery.receipt, delivery.external_id)
    if delivery.noted == "unknown":
        return Unknown(delivery.error_detail)
    if delivery.noted == "not_tried":
        return NotTried()
    return _KINDS[delivery.noted](StepError(ErrorCode(delivery.error_code), delivery.error_detail))


def words_of(outcome: Outcome) -> tuple[str, str, str, str]:
    """The receipt, the other side's name for it, and the error's code and detail, as far as there are any."""
    if isinstance(outcome, Sent):
        return outcome.receipt, outcome.external_id, "", ""
    if isinstance(outcome, NotTried):
        return "", "", "", ""
    return "", "", outcome.error.code.value, outcome.error.detail
