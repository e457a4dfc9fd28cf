"""Sweep: puts right what a dead worker left. Looks into open deliveries, frees leases, folds the tallies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import F, Q

from segue.channels.contract import Channel
from segue.domain.deliveries import OPEN_FOR, DeliveryState
from segue.domain.outcome import NotTried, Outcome
from segue.domain.snapshot import Snapshot
from segue.domain.steps import StepKind
from segue.engine.leave import as_effect, channel_of
from segue.engine.left import Left
from segue.engine.noting import noted_outcome
from segue.engine.settle_left import settle_left
from segue.models import Delivery
from segue.models.away import TROUBLE
from segue.models.delivery import STILL_UNFINISHED
from segue.models.lane import lanes_of
from segue.models.mailbox import MailboxKind
from segue.models.state.leases import release_expired
from segue.models.state.tally import fold_tallies
from segue.queries.snapshots import load_snapshots

log = structlog.get_logger("segue.engine")

BATCH = 500


@dataclass(frozen=True)
class Swept:
    """What a sweep found."""

    deliveries: int
    leases: int
    tallies: int


def sweep(now: datetime) -> Swept:
    """Safe at any time and by any number of workers: everything it writes is guarded by state or token."""
    return Swept(_close_stale(now), release_expired(now), fold_tallies())


def _close_stale(now: datetime) -> int:
    closed = last = 0
    while found := _stale(now, last):
        last = found[-1].id
        groups: dict[tuple[int, str], list[Delivery]] = defaultdict(list)
        for delivery in found:
            groups[delivery.workspace_id, delivery.lease_token].append(delivery)
        closed += sum(_resolve(group, now) for group in groups.values())
    return closed


def _stale(now: datetime, last: int) -> list[Delivery]:
    """Deliveries still open although the lease they were opened under is over, after the one with this id."""
    lease = timedelta(seconds=settings.SEGUE_LEASE_SECONDS)
    # By id + 0: by id itself, SQLite would read every delivery there ever was instead of the index of the unfinished.
    deliveries = Delivery.objects.alias(place=F("id") + 0)
    stale = deliveries.filter(state__in=STILL_UNFINISHED, opened_at__lt=now - lease, place__gt=last)
    still_heard = Q(
        state=DeliveryState.OPEN,
        kind=StepKind.EMAIL,
        enrollment__mailbox__kind=MailboxKind.SMTP,
        opened_at__gte=now - OPEN_FOR * lease,
    )
    return list(stale.exclude(still_heard).order_by("place")[:BATCH])


def _resolve(deliveries: Sequence[Delivery], now: datetime) -> int:
    """Close deliveries of one token; returns how many. One that cannot be closed holds up no other."""
    try:
        _look_up(deliveries, now)
    except TROUBLE:
        raise  # the database is busy or away: nothing is known to be wrong with any delivery
    except Exception:
        log.exception("sweep failed", deliveries=[delivery.id for delivery in deliveries])
        return sum(_resolve([one], now) for one in deliveries) if len(deliveries) > 1 else 0
    return len(deliveries)


def _look_up(deliveries: Sequence[Delivery], now: datetime) -> None:
    snapshots = {s.enrollment_id: s for s in load_snapshots([d.enrollment_id for d in deliveries])}
    known = {d.id: NotTried() if d.state == DeliveryState.READY else noted_outcome(d) for d in deliveries}
    asked = _asked([d for d in deliveries if known[d.id] is None], snapshots)
    left = [Left(snapshots[d.enrollment_id], as_effect(d), known[d.id] or asked[d.id]) for d in deliveries]
    first = deliveries[0]
    settle_left(first.lease_token, lanes_of(first.workspace_id), left, now, looked_up=True)


def _asked(deliveries: Sequence[Delivery], snapshots: Mapping[int, Snapshot]) -> dict[int, Outcome]:
    """What their channels can say, each asked once for all of its own."""
    by_channel: dict[Channel, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_channel[channel_of(snapshots[delivery.enrollment_id])].append(delivery)
    return {
        delivery.id: outcome
        for channel, own in by_channel.items()
        for delivery, outcome in zip(own, channel.look_up([as_effect(d) for d in own]), strict=True)
    }
