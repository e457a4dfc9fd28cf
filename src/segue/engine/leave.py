"""Steps whose effect leaves the database: written down as deliveries, tried with no transaction open, settled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction

from segue.channels.contract import Channel, Effect
from segue.channels.registry import channel_for
from segue.domain.deliveries import DeliveryKey, DeliveryState
from segue.domain.plan import Do
from segue.domain.snapshot import Snapshot
from segue.domain.steps import StepKind
from segue.engine.allowing import allowed
from segue.engine.batch import Batch, Planned, still_to_run
from segue.engine.faults import FaultPoint, reach
from segue.engine.keeping import settle_or_keep
from segue.engine.left import Left
from segue.engine.payload import message_host, payload_of
from segue.engine.repeated import blame_messages
from segue.engine.settle_left import settle_left
from segue.engine.starting import starter
from segue.models import Delivery
from segue.models.rows import insert_rows
from segue.models.state.leases import count_attempts, release

_COLUMNS = ("workspace", "enrollment", "step", "attempt", "kind", "state", "message_id", "payload", "lease_token",
            "receipt", "external_id", "noted", "error_code", "error_detail", "opened_at")  # fmt: skip


def leave(batch: Batch, planned: Sequence[Planned], now: datetime) -> int:
    """Send off as many as their channel takes at once; give the others back, for the next tick.

    One call of a channel a tick: so a tick ends well within its lease, however slow the other side is. Raises Unsettled
    where what came of them could not be written down.
    """
    tried = 0
    for (channel, _), items in _by_way_out(planned).items():
        now_items, later = items[: channel.batch], items[channel.batch :]
        release(batch.token, [p.snapshot.enrollment_id for p in later])
        tried += _leave(batch, channel, now_items, now)
    return tried


def _by_way_out(planned: Sequence[Planned]) -> dict[tuple[Channel, int | None], list[Planned]]:
    groups: dict[tuple[Channel, int | None], list[Planned]] = {}
    for p in planned:
        mailbox = p.snapshot.mailbox_id if p.snapshot.step.kind is StepKind.EMAIL else None
        groups.setdefault((channel_of(p.snapshot), mailbox), []).append(p)
    return groups


def channel_of(snapshot: Snapshot) -> Channel:
    """The way out for this enrollment's step."""
    return channel_for(snapshot.step.kind, snapshot.sender.channel if snapshot.sender else None)


def _leave(batch: Batch, channel: Channel, planned: Sequence[Planned], now: datetime) -> int:
    opened = _open(batch, planned, now)
    reach(FaultPoint.AFTER_OPEN)
    if not opened:
        return 0
    outcomes = channel.perform([effect for _, effect in opened], starter(batch.token))
    reach(FaultPoint.AFTER_PERFORM)
    left = [Left(snapshot, effect, outcome) for (snapshot, effect), outcome in zip(opened, outcomes, strict=True)]
    settle_or_keep(partial(_settle, batch, left), now)
    return len(left)


def _settle(batch: Batch, left: Sequence[Left], now: datetime) -> None:
    settle_left(batch.token, batch.lanes, blame_messages(left), now)


@transaction.atomic
def _open(batch: Batch, planned: Sequence[Planned], now: datetime) -> list[tuple[Snapshot, Effect]]:
    """Write the deliveries, after looking once more whether they may leave."""
    running = still_to_run(batch, planned)
    if running and running[0].snapshot.step.kind is StepKind.EMAIL:
        running = allowed(batch, running, now)
    made = [_effect(batch.token, p, now) for p in running]
    insert_rows(Delivery, _COLUMNS, (_values(s, e) for s, e in made))
    count_attempts(batch.token, {s.enrollment_id: e.key.attempt for s, e in made})
    opened = Delivery.objects.filter(enrollment_id__in=[s.enrollment_id for s, _ in made], lease_token=batch.token)
    ids = dict(opened.filter(opened_at=now).values_list("enrollment_id", "id"))
    return [(s, replace(e, delivery_id=ids[s.enrollment_id])) for s, e in made]


def _effect(token: str, planned: Planned, now: datetime) -> tuple[Snapshot, Effect]:
    """What is to leave, before it is written down."""
    snapshot, do = planned.snapshot, planned.decision
    assert isinstance(do, Do)
    key = DeliveryKey(snapshot.enrollment_id, snapshot.step.id, snapshot.attempt + 1)
    message_id = key.message_id(message_host(snapshot), snapshot.mail.tag)
    return snapshot, Effect(0, snapshot.workspace_id, key, message_id, token, payload_of(snapshot, do, key), now)


def _values(snapshot: Snapshot, effect: Effect) -> tuple[object, ...]:
    key = effect.key
    return (
        effect.workspace_id, key.enrollment_id, key.step_id, key.attempt, snapshot.step.kind.value,
        DeliveryState.READY.value, effect.message_id, effect.payload, effect.token, "", "", "", "", "",
        effect.opened_at,
    )  # fmt: skip


def as_effect(delivery: Delivery) -> Effect:
    """A delivery as its channel sees it."""
    key = DeliveryKey(delivery.enrollment_id, delivery.step_id, delivery.attempt)
    return Effect(
        delivery_id=delivery.id,
        workspace_id=delivery.workspace_id,
        key=key,
        message_id=delivery.message_id,
        token=delivery.lease_token,
        payload=dict(delivery.payload),
        opened_at=delivery.opened_at,
    )
