"""Starts enrollments, in a set. The database lets a record have one live enrollment in a sequence."""

from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import datetime

from segue.domain.events import EventKind
from segue.domain.status import Reason, Status
from segue.models.enrollment import Enrollment
from segue.models.rows import insert_rows
from segue.models.sequence import Sequence
from segue.models.signals import announce_work
from segue.models.state.changes import By
from segue.models.state.history import Entry, write_entries
from segue.models.state.tally import record_changes


@dataclass(frozen=True)
class Start:
    """Where one record begins."""

    record_id: int
    round: int
    step_id: int
    due_at: datetime
    reason: Reason
    lane_id: int
    mailbox_id: int | None


_COLUMNS = (
    "workspace", "sequence", "version", "record", "round", "status", "reason", "step", "position", "since", "due_at",
    "lane", "mailbox", "attempt", "error_code", "error_detail", "enrolled_by", "enrolled_at",
)  # fmt: skip


def start(sequence: Sequence, starts: Many[Start], by: By) -> dict[int, int]:
    """Insert enrollments; returns the enrollment id by record id of those that this call started.

    A record that somebody else enrolled in the meantime is not among them. Call inside a transaction.
    """
    insert_rows(Enrollment, _COLUMNS, (_values(sequence, s, by) for s in starts), ignore_conflicts=True)
    mine = Enrollment.objects.filter(
        sequence=sequence,
        record_id__in=[s.record_id for s in starts],
        removed_at__isnull=True,
        enrolled_at=by.now,
        enrolled_by_id=by.member_id,
    )
    started = dict(mine.values_list("record_id", "id"))
    first = {s.record_id: s.step_id for s in starts}
    entries = [
        Entry(sequence.workspace_id, enrollment, EventKind.ENROLLED, Status.IN_PROGRESS, first[record])
        for record, enrollment in started.items()
    ]
    write_entries(entries, source=by.source, actor_id=by.member_id, now=by.now)
    record_changes((sequence.id, None, Status.IN_PROGRESS) for _ in started)
    announce_work(s.lane_id for s in starts if s.due_at <= by.now)
    return started


def _values(sequence: Sequence, s: Start, by: By) -> tuple[object, ...]:
    return (
        sequence.workspace_id, sequence.id, sequence.current_version_id, s.record_id, s.round,
        Status.IN_PROGRESS.value, s.reason.value, s.step_id, 1, by.now, s.due_at, s.lane_id, s.mailbox_id, 0,
        "", "", by.member_id, by.now,
    )  # fmt: skip
