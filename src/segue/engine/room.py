"""How many due steps of a lane are worth claiming: what a slow or held way out cannot take stays in line."""

from datetime import datetime, timedelta

from django.conf import settings

from segue.channels.registry import channel_for
from segue.domain.deliveries import UNFINISHED
from segue.domain.steps import StepKind
from segue.models import Delivery, Lane, Mailbox


def is_elsewhere(lane_id: int, now: datetime) -> bool:
    """Whether another worker is sending from this lane's mailbox: its connections are counted for all workers.

    What a dead one left counts for a lease, no longer.
    """
    since = now - timedelta(seconds=settings.SEGUE_LEASE_SECONDS)
    unfinished = Delivery.objects.filter(state__in=UNFINISHED, kind=StepKind.EMAIL, opened_at__gt=since)
    return unfinished.filter(enrollment__lane_id=lane_id).exists()


def room_in(lane_id: int, now: datetime, limit: int) -> int:
    """At most `limit`; for a mailbox as many as it sends off at once, none while it is held."""
    if Lane.objects.filter(id=lane_id, not_before__gt=now).exists():
        return 0
    mailbox = Mailbox.objects.filter(lane_id=lane_id).only("kind", "gap", "trouble_count").first()
    if mailbox is None:
        return limit
    if mailbox.gap or mailbox.trouble_count:
        return 1
    return min(limit, channel_for(StepKind.EMAIL, mailbox.kind).batch)
