"""Tells the trouble of a mailbox from that of one message: some servers use the same words for both.

Where the mailbox works for others and one message keeps meeting with trouble, it is the message. Without this it would
come back for ever and hold the mailbox up each time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from segue.domain.deliveries import DeliveryState
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import MailboxTrouble, NotTried, Permanent
from segue.engine.left import Left
from segue.models import Delivery, Mailbox

MOST_TIMES = 3


def blame_messages(left: Sequence[Left]) -> list[Left]:
    """The same, with messages refused for good where the trouble is theirs."""
    met = [item for item in left if isinstance(item.outcome, MailboxTrouble) and item.outcome.met]
    worked_at = _worked_at(met[0]) if met else None
    if worked_at is None:
        return list(left)
    before = _before(met)
    blamed = {id(item) for item in met if _is_its_own(before[item.snapshot.enrollment_id], item, worked_at)}
    goes_on = len(blamed) == len(met)  # nothing else is wrong with the mailbox
    return [_judged(item, is_blamed=id(item) in blamed, goes_on=goes_on) for item in left]


def _worked_at(item: Left) -> datetime | None:
    """When the mailbox last let something leave."""
    mailbox: int = item.effect.payload["mailbox"]
    return Mailbox.objects.filter(id=mailbox).values_list("worked_at", flat=True).first()


def _before(met: Sequence[Left]) -> dict[int, list[tuple[int, datetime]]]:
    """By enrollment, the steps that met with trouble before, and when."""
    found: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    tried = Delivery.objects.filter(
        enrollment_id__in=[item.snapshot.enrollment_id for item in met],
        state=DeliveryState.NOT_TRIED,
    )
    for enrollment, step, at in tried.exclude(error_code="").values_list("enrollment_id", "step_id", "closed_at"):
        if at:
            found[enrollment].append((step, at))
    return found


def _is_its_own(before: Sequence[tuple[int, datetime]], item: Left, worked_at: datetime) -> bool:
    """It met with trouble often enough, and since the last time others have left."""
    times = [at for step, at in before if step == item.effect.key.step_id]
    return len(times) >= MOST_TIMES and max(times) < worked_at


def _judged(item: Left, *, is_blamed: bool, goes_on: bool) -> Left:
    if not isinstance(item.outcome, MailboxTrouble):
        return item
    if is_blamed:
        return replace(item, outcome=Permanent(StepError(ErrorCode.MESSAGE_REJECTED, item.outcome.error.detail)))
    return replace(item, outcome=NotTried()) if goes_on and not item.outcome.met else item
