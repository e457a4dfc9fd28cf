"""Writes the activities that steps make, in a set."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from segue.domain.activities import ActivityState
from segue.domain.plan import Do, holds
from segue.domain.snapshot import Snapshot
from segue.models import Activity, Enrollment
from segue.models.rows import insert_alike, insert_for, insert_rows
from segue.models.state.moves import MANY


class Made(NamedTuple):
    """What a step made for a record."""

    snapshot: Snapshot
    title: str
    body: str = ""
    data: Mapping[str, Any] = {}


def made_by(snapshot: Snapshot, do: Do) -> Made:
    """The activity of a step that runs inside the database."""
    return Made(snapshot, do.title, do.body, do.effect)


def write_activities(made: Iterable[Made], now: datetime) -> None:
    """One open task for each manual step, one done activity for every other."""
    by_step: dict[int, list[Made]] = defaultdict(list)
    for m in made:
        by_step[m.snapshot.step.id].append(m)
    for same in by_step.values():
        if len(same) >= MANY:
            _write_alike(same, now)
    insert_rows(
        Activity,
        (*_COMMON, *_OWN),
        [(*_common(m.snapshot, now), *_own(m)) for same in by_step.values() if len(same) < MANY for m in same],
    )


def write_same(made: Made, enrollment_ids: Sequence[int], now: datetime) -> None:
    """The same activity for each of these enrollments; record and assignee are their own."""
    common = dict(zip(_COMMON, _common(made.snapshot, now), strict=True))
    common |= {"title": made.title, "body": made.body, "data": made.data}
    copied = {"record": "record", "enrollment": "id"}
    if made.snapshot.step.kind.is_manual:
        copied["assignee"] = "enrolled_by"
    insert_for(Activity, common, Enrollment, copied, enrollment_ids)


_COMMON = ("workspace", "step", "kind", "state", "holds", "created_at", "due_at", "done_at")
_OWN = ("record", "enrollment", "assignee", "title", "body", "data")


def _write_alike(made: Sequence[Made], now: datetime) -> None:
    """Those of one step: what they have in common is said once."""
    common = dict(zip(_COMMON, _common(made[0].snapshot, now), strict=True))
    different = dict(zip(_OWN, zip(*map(_own, made), strict=True), strict=True))
    for name in ("assignee", "title", "body", "data"):
        if different[name].count(different[name][0]) == len(made):
            common[name] = different.pop(name)[0]
    insert_alike(Activity, common, different)


def _common(s: Snapshot, now: datetime) -> tuple[object, ...]:
    manual = s.step.kind.is_manual
    return (
        s.workspace_id, s.step.id, s.step.kind.value, (ActivityState.OPEN if manual else ActivityState.DONE).value,
        holds(s), now, now if manual else None, None if manual else now,
    )  # fmt: skip


def _own(made: Made) -> tuple[object, ...]:
    s = made.snapshot
    assignee = s.enrolled_by_id if s.step.kind.is_manual else None
    return s.record_id, s.enrollment_id, assignee, made.title, made.body, made.data
