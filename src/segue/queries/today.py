"""Reads of the page Today: what waits for a person."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from segue.domain.activities import ActivityState
from segue.models import Activity, Member, Record, Sequence, Workspace
from segue.queries.activities import ActivityRow, read_rows


def due_tasks(workspace: Workspace, now: datetime, limit: int = 51, of: Member | None = None) -> list[ActivityRow]:
    """Open tasks that are overdue or due today (the workspace's today), the oldest first.

    `of` a member: those assigned to that member or to nobody.
    """
    open_ones = Activity.objects.filter(workspace=workspace, state=ActivityState.OPEN)
    if of is not None:
        open_ones = open_ones.filter(Q(assignee=of) | Q(assignee=None))
    return read_rows(open_ones.filter(due_at__lt=end_of_day(workspace, now)).order_by("due_at", "id"), limit)


def has_records(workspace: Workspace) -> bool:
    return Record.objects.filter(workspace=workspace).exists()


def has_sequences(workspace: Workspace) -> bool:
    """Whether there are any, in whatever state."""
    return Sequence.objects.filter(workspace=workspace).exists()


def start_of_day(workspace: Workspace, now: datetime) -> datetime:
    """Midnight before `now` on the workspace's clock."""
    return _midnight(workspace, now, 0)


def end_of_day(workspace: Workspace, now: datetime) -> datetime:
    """Midnight after `now` on the workspace's clock."""
    return _midnight(workspace, now, 1)


def _midnight(workspace: Workspace, now: datetime, days: int) -> datetime:
    zone = ZoneInfo(workspace.time_zone)
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, datetime.min.time(), tzinfo=zone).astimezone(UTC)
