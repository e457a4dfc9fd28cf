"""Writes events: the history of enrollments."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from segue.domain.events import EventKind, Source
from segue.domain.status import Status
from segue.models.event import Event
from segue.models.rows import insert_alike, insert_rows


class Entry(NamedTuple):
    """One event to be written: the first of its columns, in their order."""

    workspace_id: int
    enrollment_id: int
    kind: EventKind
    status: Status
    step_id: int | None = None
    attempt: int = 0
    code: str = ""
    detail: str = ""


_COLUMNS = (
    "workspace", "enrollment", "kind", "status", "step", "attempt", "code", "detail", "source", "actor", "at",
)  # fmt: skip


def write_alike(
    enrollment_ids: Sequence[int], entry: Entry, *, source: Source, actor_id: int | None, now: datetime
) -> None:
    """Add the same event to each of these enrollments."""
    common = dict(zip(_COLUMNS, (*entry, source, actor_id, now), strict=True))
    del common["enrollment"]
    insert_alike(Event, common, {"enrollment": enrollment_ids})


def write_entries(entries: Iterable[Entry], *, source: Source, actor_id: int | None, now: datetime) -> None:
    """Add events, all by the same actor at the same moment, in one statement."""
    insert_rows(
        Event,
        _COLUMNS,
        [(*entry, source, actor_id, now) for entry in entries],
    )
