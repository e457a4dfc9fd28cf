"""Moves that the engine makes, in sets, each row only while the caller still holds its lease."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import repeat
from typing import NamedTuple

from segue.domain.errors import StepError
from segue.domain.events import EventKind, Source
from segue.domain.status import Reason, Status
from segue.models.enrollment import Enrollment
from segue.models.rows import update_alike, update_rows
from segue.models.state.history import Entry, write_alike, write_entries
from segue.models.state.tally import record_changes

MANY = 50  # from here on, a statement of its own costs less than telling each row what it has in common with others


@dataclass(frozen=True)
class Change:
    """The state that enrollments go to, and the event that says why. Made by the constructors in `advance` only.

    No `since` means: as before.
    """

    workspace_id: int
    sequence_id: int
    status: Status
    reason: Reason
    step_id: int | None
    position: int
    since: datetime | None
    due_at: datetime | None
    remaining: int | None
    lane_id: int
    attempt: int
    error: StepError | None
    event: EventKind
    event_step_id: int | None
    event_attempt: int
    event_detail: str

    @cached_property
    def columns(self) -> tuple[object, ...]:
        """The values of _COLUMNS, and of those also written."""
        code, detail = (self.error.code.value, self.error.detail) if self.error else ("", "")
        return (
            self.reason.value, self.step_id, self.position, self.due_at, self.remaining, self.lane_id, self.attempt,
            code, detail, None, None, *(getattr(self, name) for name in self.also),
        )  # fmt: skip

    @cached_property
    def also(self) -> tuple[str, ...]:
        """What else is written: only where it changes, since status is in many indexes."""
        return (*(["since"] if self.since else []), *(["status"] if self.status is not Status.IN_PROGRESS else []))

    def entries(self, enrollment_id: int) -> list[Entry]:
        """What the history says of an enrollment."""
        first = Entry(
            self.workspace_id, enrollment_id, self.event, self.status, self.event_step_id, self.event_attempt,
            self.error.code.value if self.error else "", self.event_detail,
        )  # fmt: skip
        if self.status is not Status.COMPLETED:
            return [first]
        return [first, Entry(self.workspace_id, enrollment_id, EventKind.COMPLETED, self.status)]


class StateWrite(NamedTuple):
    """An enrollment and where it goes. Many may share one change."""

    enrollment_id: int
    change: Change


_COLUMNS = (
    "reason", "step", "position", "due_at", "remaining", "lane", "attempt", "error_code", "error_detail",
    "lease_token", "lease_until",
)  # fmt: skip


def write_moves(
    token: str | None,
    writes: Sequence[StateWrite],
    *,
    now: datetime,
    source: Source = Source.ENGINE,
    actor_id: int | None = None,
) -> None:
    """Write states, events and tallies. Call inside a transaction, with rows `still_held` by the token.

    A token of None is for rows that the caller has locked in this transaction, and that no worker holds.
    """
    by_change: dict[int, list[StateWrite]] = defaultdict(list)
    for write in writes:
        by_change[id(write.change)].append(write)
    guard = {} if token is None else {"lease_token": token}
    for same in by_change.values():
        if len(same) >= MANY:
            _write_alike(same[0].change, [w.enrollment_id for w in same], guard, source, actor_id, now)
    _write_each([w for same in by_change.values() if len(same) < MANY for w in same], guard, source, actor_id, now)
    ended = (w.change for w in writes if w.change.status is not Status.IN_PROGRESS)
    record_changes((change.sequence_id, Status.IN_PROGRESS, change.status) for change in ended)


def move_alike(change: Change, enrollment_ids: Sequence[int], *, now: datetime) -> None:
    """The same for all of these, by the engine. Call inside a transaction that has locked them."""
    _write_alike(change, enrollment_ids, {}, Source.ENGINE, None, now)
    if change.status is not Status.IN_PROGRESS:
        record_changes(repeat((change.sequence_id, Status.IN_PROGRESS, change.status), len(enrollment_ids)))


def _write_alike(
    change: Change, ids: Sequence[int], guard: Mapping[str, str], source: Source, actor_id: int | None, now: datetime
) -> None:
    """The same change for many: said once."""
    common = dict(zip((*_COLUMNS, *change.also), change.columns, strict=True))
    update_alike(Enrollment, common, {"id": ids}, ("id",), guard)
    for entry in change.entries(0):
        write_alike(ids, entry, source=source, actor_id=actor_id, now=now)


def _write_each(
    writes: Sequence[StateWrite], guard: Mapping[str, str], source: Source, actor_id: int | None, now: datetime
) -> None:
    for also in {w.change.also: None for w in writes}:
        rows = [(*w.change.columns, w.enrollment_id) for w in writes if w.change.also == also]
        update_rows(Enrollment, (*_COLUMNS, *also), ("id",), rows, guard)
    entries = [entry for w in writes for entry in w.change.entries(w.enrollment_id)]
    write_entries(entries, source=source, actor_id=actor_id, now=now)
