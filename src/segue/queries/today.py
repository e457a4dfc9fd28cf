"""Reads of the page Today: what waits for a person."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from segue.domain.activities import ActivityState
from segue.models import Activity, Record, Sequence, Workspace
from segue.queries.activities import ActivityRow, read_rows


def due_tasks(workspace: Workspace, now: datetime, limit: int = 51) -> list[ActivityRow]:
    """Open tasks that are overdue or due today (the workspace's today), the oldest first."""
    open_ones = Activity.objects.filter(workspace=workspace, state=ActivityState.OPEN)
    return read_rows(open_ones.filter(due_at__lt=end_of_day(workspace, now)).order_by("due_at", "id"), limit)


def has_records(workspace: Workspace) -> bool:
    return Record.objects.filter(workspace=workspace).exists()


def has_sequences(workspace: Workspace) -> bool:
    """Whether there are any, in whatever state."""
    return Sequence.objects.filter(workspace=workspace).exists()


def end_of_day(workspace: Workspace, now: datetime) -> datetime:
    """Midnight after `now` on the workspace's clock."""
    zone = ZoneInfo(workspace.time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), tzinfo=zone).astimezone(UTC)
