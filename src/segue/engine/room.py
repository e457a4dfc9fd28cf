"""How many due steps of a lane are worth claiming: what a slow or held way out cannot take stays in line."""

from datetime import datetime, timedelta

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


def room_in(lane_id: int, now: datetime, limit: int) -> int | None:
    """At most `limit`; for a mailbox as many as it sends off at once, none while held; None while it is elsewhere."""
    columns = ("not_before", "mailbox__kind", "mailbox__gap", "mailbox__trouble_count")
    held_until, kind, gap, trouble_count = Lane.objects.values_list(*columns).get(id=lane_id)
    if kind and is_elsewhere(lane_id, now):
        return None
    if held_until and held_until > now:
        return 0
    if kind is None:
        return limit
    return 1 if gap or trouble_count else min(limit, channel_for(StepKind.EMAIL, kind).batch)
