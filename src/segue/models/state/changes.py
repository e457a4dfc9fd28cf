"""Changes that people (and what comes in) make to enrollments: stop, remove, retry. Each works on a set.

Pauses are in `pauses`, bounces in `bounces`.
"""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from segue.domain.errors import ErrorCode
from segue.domain.events import EventKind, Source
from segue.domain.status import TRANSITIONS, Reason, Status, Verb
from segue.models.enrollment import Enrollment
from segue.models.rows import update_rows
from segue.models.signals import announce_work
from segue.models.state.goes_on import places_after
from segue.models.state.history import Entry, write_entries
from segue.models.state.newest import newest_places
from segue.models.state.tally import record_changes

CHUNK = 1_000
NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_until": None}
_NO_ERROR: dict[str, Any] = {"error_code": "", "error_detail": ""}


@dataclass(frozen=True)
class By:
    """Who or what makes a change."""

    source: Source
    member_id: int | None
    now: datetime
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """An enrollment as it was when the change was made."""

    id: int
    workspace_id: int
    sequence_id: int
    lane_id: int
    status: Status
    reason: Reason
    error_code: str
    step_id: int | None
    due_at: datetime | None
    remaining: int | None
    goes_on_at: int | None


_COLUMNS = (
    "id", "workspace_id", "sequence_id", "lane_id", "status", "reason", "error_code", "step_id", "due_at", "remaining",
    "goes_on_at",
)  # fmt: skip
_GO_ON = frozenset({Verb.RETRY, Verb.RESUME})
Write = Callable[[list[Row]], dict[int, str] | None]


def stop(scope: "QuerySet[Enrollment]", by: By, reason: Reason = Reason.STOPPED_BY_PERSON) -> list[int]:
    """No further step runs. A step that is running now is recorded, and does not move the enrollment on."""
    return change_rows(scope, Verb.STOP, EventKind.STOPPED, by, lambda rows: _stop_rows(rows, reason))


def remove(scope: "QuerySet[Enrollment]", by: By) -> list[int]:
    """Stops what still goes on, and takes all of them off the Datasheet and the table."""
    with transaction.atomic():
        changed: list[int] = []
        for rows in _chunks(_locked(scope, Verb.REMOVE)):
            going_on = [row for row in rows if row.status in TRANSITIONS[Verb.STOP].sources]
            _stop_rows(going_on, Reason.STOPPED_BY_PERSON)
            ids = [row.id for row in rows]
            Enrollment.objects.filter(id__in=ids).update(removed_at=by.now)
            _record([(row, _after_stop(row)) for row in rows], EventKind.REMOVED, by, leaves=True)
            changed += ids
        return changed


def retry(scope: "QuerySet[Enrollment]", by: By) -> list[int]:
    """The failed step runs again, at once, as the published version has it now (see `newest`).

    Where later steps had run before its message came back, they do not run again (see `goes_on`).
    """

    def write(rows: list[Row]) -> dict[int, str]:
        places = newest_places({row.step_id for row in rows if row.step_id})
        goes_on = places_after({row.id: places[row.step_id] for row in rows if row.step_id and _went_back(row)})
        again = (Status.IN_PROGRESS.value, Reason.SCHEDULED.value, by.now, "", "")
        update_rows(
            Enrollment,
            ("status", "reason", "due_at", "error_code", "error_detail", "step", "version", "position", "goes_on_at"),
            ("id",),
            ((*again, *astuple(places[row.step_id])[:3], goes_on.get(row.id), row.id) for row in rows if row.step_id),
        )
        return {row.id: places[row.step_id].note for row in rows if row.step_id}

    return change_rows(scope, Verb.RETRY, EventKind.RETRIED, by, write)


def change_rows(scope: "QuerySet[Enrollment]", verb: Verb, kind: EventKind, by: By, write: Write) -> list[int]:
    """Run `write` on the rows of the scope that the state table lets take this verb; record what was done.

    `write` may return words for the event of each enrollment, by id.
    """
    to = TRANSITIONS[verb].to
    with transaction.atomic():
        changed: list[int] = []
        lanes: set[int] = set()
        for rows in _chunks(_locked(scope, verb)):
            details = write(rows)
            _record([(row, to or row.status) for row in rows], kind, by, details=details)
            changed += [row.id for row in rows]
            lanes |= {row.lane_id for row in rows}
        if verb in _GO_ON:
            announce_work(lanes)
        return changed


def _locked(scope: "QuerySet[Enrollment]", verb: Verb) -> list[Row]:
    sources = [status.value for status in TRANSITIONS[verb].sources]
    rows = (
        scope.filter(removed_at__isnull=True, status__in=sources)
        .select_for_update(of=("self",))
        .order_by("id")
        .values_list(*_COLUMNS)
    )
    return [Row(i, w, q, lane, Status(s), Reason(r), *rest) for i, w, q, lane, s, r, *rest in rows]


def _chunks(rows: list[Row]) -> Iterable[list[Row]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _went_back(row: Row) -> bool:
    return row.error_code == ErrorCode.BOUNCED or row.goes_on_at is not None


def _stop_rows(rows: list[Row], reason: Reason) -> None:
    values = {"status": Status.STOPPED, "reason": reason, "due_at": None, "remaining": None}
    Enrollment.objects.filter(id__in=[row.id for row in rows]).update(**values, **NO_LEASE, **_NO_ERROR)


def _after_stop(row: Row) -> Status:
    return Status.STOPPED if row.status in TRANSITIONS[Verb.STOP].sources else row.status


def _record(
    rows: list[tuple[Row, Status]],
    kind: EventKind,
    by: By,
    *,
    leaves: bool = False,
    details: dict[int, str] | None = None,
) -> None:
    words = details or {}
    entries = [
        Entry(row.workspace_id, row.id, kind, new, row.step_id, detail=words.get(row.id, by.detail))
        for row, new in rows
    ]
    write_entries(entries, source=by.source, actor_id=by.member_id, now=by.now)
    record_changes((row.sequence_id, row.status, None if leaves else new) for row, new in rows)
