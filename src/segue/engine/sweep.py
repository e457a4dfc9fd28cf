"""Sweep: puts right what a dead worker left. Looks into open deliveries, frees leases, folds the tallies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from segue.domain.deliveries import DeliveryState
from segue.engine.leave import as_effect, channel_of
from segue.engine.settle_left import Left, settle_left
from segue.models import Delivery
from segue.models.lane import lanes_of
from segue.models.state.leases import release_expired
from segue.models.state.tally import fold_tallies
from segue.queries.snapshots import load_snapshots

BATCH = 500


@dataclass(frozen=True)
class Swept:
    """What a sweep found."""

    deliveries: int
    leases: int
    tallies: int


def sweep(now: datetime) -> Swept:
    """Safe at any time and by any number of workers: everything it writes is guarded by state or token."""
    deliveries = 0
    while found := _stale(now):
        for (workspace_id, token), group in found.items():
            _resolve(workspace_id, token, group, now)
            deliveries += len(group)
    return Swept(deliveries, release_expired(now), fold_tallies())


def _stale(now: datetime) -> dict[tuple[int, str], list[Delivery]]:
    """Deliveries still open although the lease they were opened under is over, by workspace and token."""
    before = now - timedelta(seconds=settings.SEGUE_LEASE_SECONDS)
    groups: dict[tuple[int, str], list[Delivery]] = defaultdict(list)
    stale = Delivery.objects.filter(state=DeliveryState.OPEN, opened_at__lt=before)
    for delivery in stale.order_by("opened_at")[:BATCH]:
        groups[delivery.workspace_id, delivery.lease_token].append(delivery)
    return groups


def _resolve(workspace_id: int, token: str, deliveries: Sequence[Delivery], now: datetime) -> None:
    snapshots = {s.enrollment_id: s for s in load_snapshots([d.enrollment_id for d in deliveries])}
    left: list[Left] = []
    for delivery in deliveries:
        snapshot = snapshots[delivery.enrollment_id]
        effect = as_effect(delivery)
        left.append(Left(snapshot, effect, channel_of(snapshot).look_up([effect])[0]))
    settle_left(token, lanes_of(workspace_id), left, now)
