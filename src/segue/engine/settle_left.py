"""Settles what left, or tried to: the delivery is closed truthfully; the enrollment moves if it is still ours."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from segue.domain.deliveries import UNFINISHED, DeliveryState
from segue.domain.events import EventKind, Source
from segue.domain.mail_text import without_link
from segue.domain.outcome import MailboxTrouble, NotTried, Permanent, Sent, Temporary, Unknown
from segue.domain.status import Status
from segue.engine.activities import Made, write_activities
from segue.engine.faults import FaultPoint, reach
from segue.engine.left import Left, Tries, next_state
from segue.engine.noting import words_of
from segue.engine.onward import Onward
from segue.engine.settle_mailbox import settle_mailboxes
from segue.models import Delivery, Enrollment
from segue.models.lane import LaneMap
from segue.models.rows import update_rows
from segue.models.state.history import Entry, write_entries
from segue.models.state.late import take_up_again
from segue.models.state.leases import count_attempts, release, still_held
from segue.models.state.moves import write_moves

_STATES: dict[type, DeliveryState] = {
    Sent: DeliveryState.SENT,
    Temporary: DeliveryState.FAILED,
    Permanent: DeliveryState.FAILED,
    Unknown: DeliveryState.UNKNOWN,
    NotTried: DeliveryState.NOT_TRIED,
    MailboxTrouble: DeliveryState.NOT_TRIED,
}
# What a sweep took for unknown may turn out to be known.
_OPEN_TO_NEWS = (*UNFINISHED, DeliveryState.UNKNOWN)


@transaction.atomic
def settle_left(token: str, lanes: LaneMap, left: Sequence[Left], now: datetime, *, looked_up: bool = False) -> None:
    """Close the deliveries, write the activities, and move on the enrollments that the token still holds.

    What was sent is recorded also where the enrollment was stopped or removed meanwhile. A delivery that somebody
    else has closed (this worker was slow and lost its lease) is left as it is; the result goes into the history,
    unless it was only `looked_up`: then whoever closed it has recorded it. What was closed as unknown is put right.
    """
    states, closed_at = _standing(token, left)
    ours = [item for item in left if _is_news(item, states.get(item.effect.delivery_id))]
    doubted = [item.effect.key for item in ours if item.effect.delivery_id in closed_at]
    take_up_again(token, {key.enrollment_id: key for key in doubted}, now)
    held = still_held(token, [item.snapshot.enrollment_id for item in left])
    untouched = {id(i) for i in ours if states[i.effect.delivery_id] == DeliveryState.READY and _is_not_tried(i)}
    _take_back(token, [item for item in ours if id(item) in untouched])
    _close([item for item in ours if id(item) not in untouched], closed_at, now)
    settle_mailboxes(((item.effect, item.outcome, item.snapshot.zones) for item in ours), now)
    write_activities((_made(item) for item in ours if isinstance(item.outcome, Sent)), now)
    moving = [item for item in ours if item.snapshot.enrollment_id in held.running | held.paused]
    _move(token, lanes, moving, held.paused, now)
    settled = {id(item) for item in (*moving, *(i for i in ours if isinstance(i.outcome, NotTried)))}
    _note_late(ours if looked_up else left, settled, now)
    reach(FaultPoint.BEFORE_COMMIT)


def _standing(token: str, left: Sequence[Left]) -> tuple[dict[int, str], dict[int, datetime]]:
    """The state of each delivery, locked, that something may yet be written on; when it was closed, where it was."""
    rows = list(
        Delivery.objects.select_for_update()
        .filter(id__in=[item.effect.delivery_id for item in left], state__in=_OPEN_TO_NEWS, lease_token=token)
        .values_list("id", "state", "closed_at")
    )
    return {i: state for i, state, _ in rows}, {i: at for i, _, at in rows if at}


def _is_news(item: Left, state: str | None) -> bool:
    return state in UNFINISHED or (state == DeliveryState.UNKNOWN and not isinstance(item.outcome, Unknown))


def _is_not_tried(item: Left) -> bool:
    return isinstance(item.outcome, NotTried | MailboxTrouble)


def _take_back(token: str, left: Sequence[Left]) -> None:
    """These were written down and never begun: as if they had not been."""
    Delivery.objects.filter(id__in=[item.effect.delivery_id for item in left]).delete()
    count_attempts(token, {item.snapshot.enrollment_id: item.effect.key.attempt - 1 for item in left})


def _close(left: Sequence[Left], closed_at: Mapping[int, datetime], now: datetime) -> None:
    update_rows(
        Delivery,
        ("state", "receipt", "external_id", "error_code", "error_detail", "closed_at"),
        ("id",),
        (
            (
                _STATES[type(i.outcome)].value,
                *words_of(i.outcome),
                closed_at.get(i.effect.delivery_id, now),
                i.effect.delivery_id,
            )
            for i in left
        ),
    )


def _made(item: Left) -> Made:
    payload = item.effect.payload
    data: dict[str, Any] = {name: payload[name] for name in ("to", "from", "subject", "url") if name in payload}
    body = without_link(payload["body"], payload.get("unsubscribe", ""))
    return Made(item.snapshot, payload["title"], body, {**data, "message_id": item.effect.message_id})


def _move(token: str, lanes: LaneMap, left: Sequence[Left], paused: frozenset[int], now: datetime) -> None:
    tries, onward = Tries(left), Onward(lanes, now)
    states = [next_state(item, onward, tries, paused=item.snapshot.enrollment_id in paused) for item in left]
    release(token, [i.snapshot.enrollment_id for i, state in zip(left, states, strict=True) if state is None])
    write_moves(token, [state for state in states if state], now=now)


def _note_late(left: Sequence[Left], moved: set[int], now: datetime) -> None:
    late = [item for item in left if id(item) not in moved]
    ids = [item.snapshot.enrollment_id for item in late]
    statuses = dict(Enrollment.objects.filter(id__in=ids).values_list("id", "status")) if late else {}
    entries = [_late_entry(item, Status(statuses[item.snapshot.enrollment_id])) for item in late]
    write_entries(entries, source=Source.ENGINE, actor_id=None, now=now)


def _late_entry(item: Left, status: Status) -> Entry:
    words = _STATES[type(item.outcome)].label
    return Entry(
        item.snapshot.workspace_id, item.snapshot.enrollment_id, EventKind.LATE_RESULT, status, item.snapshot.step.id,
        item.effect.key.attempt, detail=f"{words}, when the enrollment no longer waited for it. Nothing moved.",
    )  # fmt: skip
