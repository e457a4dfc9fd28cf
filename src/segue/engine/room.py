"""How many due steps of a lane are worth claiming: what a slow or held way out cannot take stays in line."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from segue.channels.registry import channel_for
from segue.domain.steps import StepKind
from segue.models import Delivery, Lane
from segue.models.delivery import STILL_UNFINISHED


def is_elsewhere(lane_id: int, now: datetime) -> bool:
    """Whether another worker is sending from this lane's mailbox: its connections are counted for all workers.

    What a dead one left counts for a lease, no longer.
    """
    since = now - timedelta(seconds=settings.SEGUE_LEASE_SECONDS)
    unfinished = Delivery.objects.filter(state__in=STILL_UNFINISHED, kind=StepKind.EMAIL, opened_at__gt=since)
    return unfinished.filter(enrollment__lane_id=lane_id).exists()


class Room(NamedTuple):
    """How many may be taken from a lane now; whether it is a shard, out of which nothing leaves."""

    limit: int
    is_shard: bool


def room_in(lane_id: int, now: datetime, limit: int) -> Room | None:
    """At most `limit`; for a mailbox as many as it sends off at once, none while held; None while it is elsewhere."""
    columns = ("not_before", "shard", "mailbox__kind", "mailbox__gap", "mailbox__trouble_count")
    held_until, shard, kind, gap, trouble_count = Lane.objects.values_list(*columns).get(id=lane_id)
    if kind and is_elsewhere(lane_id, now):
        return None
    if held_until and held_until > now:
        return Room(0, is_shard=False)
    if kind is None:
        return Room(limit, shard is not None)
    return Room(1 if gap or trouble_count else min(limit, channel_for(StepKind.EMAIL, kind).batch), is_shard=False)
