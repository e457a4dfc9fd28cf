"""Which lanes have work, and when the next will have."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery

from segue.domain.status import Status
from segue.domain.tiers import Tier
from segue.models import Enrollment, Lane


def due_lanes(now: datetime) -> list[int]:
    """Lanes of Professional workspaces with something due that nobody has in hand: one index probe a lane."""
    due = Enrollment.objects.filter(
        lane=OuterRef("pk"), status=Status.IN_PROGRESS, due_at__lte=now, lease_until__isnull=True
    )
    free = Q(not_before__isnull=True) | Q(not_before__lte=now)
    lanes = Lane.objects.filter(free, Exists(due), workspace__tier=Tier.PROFESSIONAL)
    return list(lanes.order_by("id").values_list("id", flat=True))


def next_due(after: datetime | None = None) -> datetime | None:
    """The earliest time at which anything not in hand is due, or None.

    With `after`, lanes that have something due by then are left out: who asks has them run already.
    """
    waiting = Enrollment.objects.filter(
        lane=OuterRef("pk"), status=Status.IN_PROGRESS, due_at__isnull=False, lease_until__isnull=True
    )
    first = Subquery(waiting.order_by("due_at").values("due_at")[:1])
    lanes = Lane.objects.filter(workspace__tier=Tier.PROFESSIONAL).annotate(first=first)
    rows = lanes.filter(first__isnull=False).values_list("first", "not_before")
    times = (max(first, held) if held else first for first, held in rows)
    return min((time for time in times if after is None or time > after), default=None)
