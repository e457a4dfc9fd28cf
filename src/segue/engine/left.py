"""A delivery that left, or tried to, and where its enrollment stands after that."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from segue.channels.contract import Effect
from segue.domain.deliveries import DeliveryState
from segue.domain.outcome import MailboxTrouble, NotTried, Outcome, Sent, Temporary
from segue.domain.plan import Wait
from segue.domain.retry import decide_retry
from segue.domain.snapshot import Snapshot
from segue.domain.status import Reason
from segue.engine.onward import Onward
from segue.models import Delivery
from segue.models.state.advance import fail, put_off
from segue.models.state.moves import StateWrite

# A message that met with its mailbox's trouble lets the others go first: it may be the cause.
BEHIND_THE_OTHERS = timedelta(minutes=10)


@dataclass(frozen=True)
class Left:
    """A delivery with what came of it."""

    snapshot: Snapshot
    effect: Effect
    outcome: Outcome


class Tries:
    """How often a step was really tried: attempts that a mailbox in trouble gave back do not count."""

    def __init__(self, left: Sequence[Left]) -> None:
        steps = {i.snapshot.enrollment_id: i.effect.key.step_id for i in left if isinstance(i.outcome, Temporary)}
        given_back = Delivery.objects.filter(enrollment_id__in=steps, state=DeliveryState.NOT_TRIED)
        pairs = given_back.values_list("enrollment_id", "step_id") if steps else []
        self._given_back = Counter(enrollment for enrollment, step in pairs if steps[enrollment] == step)

    def of(self, item: Left) -> int:
        return item.effect.key.attempt - self._given_back[item.snapshot.enrollment_id]


def next_state(item: Left, onward: Onward, tries: Tries, *, paused: bool) -> StateWrite | None:
    """The state to be written; None where it was not tried, so that nothing changes."""
    snapshot, outcome, attempt = item.snapshot, item.outcome, item.effect.key.attempt
    lanes, now = onward.lanes, onward.now
    if isinstance(outcome, NotTried):
        return None
    if isinstance(outcome, MailboxTrouble):
        wait = Wait(now + BEHIND_THE_OTHERS, Reason.TRYING_AGAIN)
        return put_off(snapshot, lanes, wait, attempt, error=outcome.error, paused=paused) if outcome.met else None
    if isinstance(outcome, Sent):
        return onward.after(snapshot, attempt, paused=paused)
    decision = decide_retry(outcome, tries.of(item), spread=snapshot.enrollment_id, now=now)
    if decision.at is None:
        return fail(snapshot, lanes, decision.error, attempt)
    wait = Wait(decision.at, Reason.TRYING_AGAIN)
    return put_off(snapshot, lanes, wait, attempt, error=decision.error, paused=paused)
