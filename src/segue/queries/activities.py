"""Reads of activities: a record's timeline, its notes and tasks, and what ran lately in the workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from segue.domain.activities import ActivityKind, ActivityState
from segue.domain.records import RecordType
from segue.domain.status import Status
from segue.models import Activity, Record, Workspace
from segue.queries.members import member_name

PAGE_SIZE = 50
_COLUMNS = (
    "id",
    "kind",
    "state",
    "title",
    "body",
    "data",
    "holds",
    "record_id",
    "record__name",
    "record__type",
    "enrollment_id",
    "enrollment__sequence_id",
    "enrollment__sequence__name",
    "enrollment__status",
    "enrollment__removed_at",
    "step__position",
    "actor_name",
    "assignee_name",
    "created_at",
    "due_at",
    "done_at",
)
_WORDED = frozenset({"kind", "state", "actor_name", "assignee_name"})
_PLAIN = tuple(name for name in _COLUMNS if "__" not in name and name not in _WORDED)


@dataclass(frozen=True)
class ActivityRow:
    """An activity with what its line on a page needs. The sequence and step are those that made it, if any did."""

    id: int
    kind: ActivityKind
    title: str
    body: str
    data: dict[str, Any]
    state: ActivityState
    holds: bool
    record_id: int
    record_name: str
    record_type: RecordType
    enrollment_id: int | None
    sequence_id: int | None
    sequence_name: str
    enrollment_status: Status | None
    enrollment_removed: bool
    step_position: int | None
    actor_name: str
    assignee_name: str
    created_at: datetime
    due_at: datetime | None
    done_at: datetime | None

    @property
    def key(self) -> str:
        """The id as text: a template writes numbers ten times slower."""
        return str(self.id)

    @property
    def step_of(self) -> str:
        return f"Step {self.step_position} of" if self.step_position else ""

    @property
    def is_open(self) -> bool:
        return self.state is ActivityState.OPEN

    @property
    def is_dismissed(self) -> bool:
        return self.state is ActivityState.DISMISSED

    @property
    def can_dismiss(self) -> bool:
        """Whether it may be closed undone; the action looks closer, this is for showing the button."""
        waited_for = self.holds and self.enrollment_status is Status.IN_PROGRESS and not self.enrollment_removed
        return self.is_open and not waited_for

    @property
    def left_behind(self) -> str:
        """What became of the enrollment that made it, where it no longer goes on: "Stopped in Outreach"."""
        if self.enrollment_removed:
            return f"Removed from {self.sequence_name}"
        words = _LEFT_BEHIND.get(self.enrollment_status) if self.enrollment_status else None
        return f"{words} {self.sequence_name}" if words else ""


_LEFT_BEHIND = {Status.STOPPED: "Stopped in", Status.FAILED: "Failed in"}


@dataclass(frozen=True)
class ActivityPage:
    """Newest first; `next_before` is the id to ask for older ones with, None where there are none."""

    rows: list[ActivityRow]
    next_before: int | None


def timeline(record: Record, before: int | None = None, size: int = PAGE_SIZE) -> ActivityPage:
    """Everything done and to be done with a record."""
    return _page(Activity.objects.filter(record=record), before, size)


def notes(record: Record, before: int | None = None, size: int = PAGE_SIZE) -> ActivityPage:
    """The record's notes."""
    return _page(Activity.objects.filter(record=record, kind=ActivityKind.NOTE), before, size)


def open_tasks(record: Record, limit: int) -> list[ActivityRow]:
    """What is still to be done with a record, the first due first."""
    found = Activity.objects.filter(record=record, state=ActivityState.OPEN)
    return read_rows(found.order_by("due_at", "id"), limit)


def recent(workspace: Workspace, limit: int) -> list[ActivityRow]:
    """What steps did lately, newest first."""
    found = Activity.objects.filter(workspace=workspace, enrollment__isnull=False)
    return read_rows(found.order_by("-id"), limit)


def get_activity(workspace: Workspace, activity_id: int) -> Activity | None:
    """One activity of this workspace, with its record; None if there is no such one."""
    return Activity.objects.filter(workspace=workspace, pk=activity_id).select_related("record").first()


def read_rows(activities: QuerySet[Activity], limit: int) -> list[ActivityRow]:
    """The first lines of an ordered query."""
    named = activities.annotate(actor_name=member_name("actor"), assignee_name=member_name("assignee"))
    return [_row(values) for values in named.values(*_COLUMNS)[:limit]]


def _page(activities: QuerySet[Activity], before: int | None, size: int) -> ActivityPage:
    if before:
        activities = activities.filter(id__lt=before)
    rows = read_rows(activities.order_by("-id"), size + 1)
    return ActivityPage(rows[:size], rows[size - 1].id if len(rows) > size else None)


def _row(values: dict[str, Any]) -> ActivityRow:
    return ActivityRow(
        kind=ActivityKind(values["kind"]),
        state=ActivityState(values["state"]),
        record_name=values["record__name"],
        record_type=RecordType(values["record__type"]),
        sequence_id=values["enrollment__sequence_id"],
        sequence_name=values["enrollment__sequence__name"] or "",
        enrollment_status=Status(status) if (status := values["enrollment__status"]) else None,
        enrollment_removed=values["enrollment__removed_at"] is not None,
        step_position=values["step__position"],
        actor_name=values["actor_name"] or "",
        assignee_name=values["assignee_name"] or "",
        **{key: values[key] for key in _PLAIN},
    )
