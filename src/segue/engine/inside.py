"""Lanes from which nothing leaves: due steps are seen, decided and written without a lease.

A lease keeps others away while something happens outside the database. Here nothing does: rows are looked at with no
lock (deciding may take its time, and on SQLite a write transaction would hold up everybody), and ONE transaction then
locks them, leaves alone what has changed since, and writes the rest.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from segue.domain.plan import Do
from segue.domain.steps import TaskConfig
from segue.engine.activities import made_by, write_same
from segue.engine.batch import Planned, may_run, plan
from segue.engine.faults import FaultPoint, reach
from segue.engine.onward import Onward
from segue.engine.settle_inside import state_after, write_steps
from segue.models.away import TROUBLE
from segue.models.lane import LaneMap, lanes_of
from segue.models.state.moves import MANY, move_alike
from segue.models.state.peek import Standing, lock_unchanged, mark_of_writes, peek
from segue.queries.snapshots import Facts, load_facts

log = structlog.get_logger("segue.engine")


def run_inside(lane_id: int, now: datetime, limit: int) -> int | None:
    """Carry out up to `limit` due steps of a shard. Returns how many, or None where that takes leases.

    It takes them where something leaves, and where something cannot be read or written: then each row is tried by
    itself, so that it holds up no other.
    """
    try:
        return _run(lane_id, now, limit)
    except TROUBLE:
        raise  # the database is busy or away: nothing is known to be wrong with any record
    except Exception:
        log.exception("cannot be done as a set; going on under leases", lane=lane_id)
        return None


def _run(lane_id: int, now: datetime, limit: int) -> int | None:
    mark, seen = mark_of_writes(), peek(lane_id, now, limit)
    if not seen:
        return 0
    work = _decide(seen, now)
    reach(FaultPoint.AFTER_CLAIM)
    if any(p.leaves for p in work.each):
        return None
    return _settle(work, mark, now)


@dataclass(frozen=True)
class Alike:
    """Many enrollments for which the same was decided: one of them stands for all."""

    planned: Planned
    ids: Sequence[int]


@dataclass(frozen=True)
class Work:
    """What was seen in a lane, and decided: for many at once, and for each of the others."""

    seen: Sequence[Standing]
    lanes: LaneMap
    alike: Sequence[Alike]
    each: Sequence[Planned]


def _decide(seen: Sequence[Standing], now: datetime) -> Work:
    facts, lanes = load_facts(seen), lanes_of(seen[0].workspace_id)
    groups: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for row in seen:
        groups[lanes.shard_of(row.record_id), *row[3:]].append(row)
    many = [rows for rows in groups.values() if len(rows) >= MANY and _is_alike(rows[0], facts)]
    first = {rows[0].id: [row.id for row in rows] for rows in many}
    grouped = {row.id for rows in many for row in rows}
    alike = [Alike(p, first[p.snapshot.enrollment_id]) for p in plan(facts.snapshots([r[0] for r in many]), now)]
    each = list(plan(facts.snapshots([row for row in seen if row.id not in grouped]), now))
    return Work(seen, lanes, alike, each)


def _is_alike(row: Standing, facts: Facts) -> bool:
    """Nothing of its record matters to this step, and it does nothing to it."""
    return isinstance(facts.step_of(row).config, TaskConfig) and not facts.looks_at_record(row)


@transaction.atomic
def _settle(work: Work, mark: tuple[int, int] | None, now: datetime) -> int:
    if not may_run(work.seen[0].workspace_id):
        return 0
    unchanged, onward = lock_unchanged(work.seen, now, mark), Onward(work.lanes, now)
    for alike in work.alike:
        _write_alike(alike.planned, [i for i in alike.ids if i in unchanged], onward)
    write_steps(None, [p for p in work.each if p.snapshot.enrollment_id in unchanged], onward)
    reach(FaultPoint.BEFORE_COMMIT)
    return len(unchanged)


def _write_alike(planned: Planned, ids: Sequence[int], onward: Onward) -> None:
    if isinstance(planned.decision, Do):
        write_same(made_by(planned.snapshot, planned.decision), ids, onward.now)
    move_alike(state_after(planned, onward).change, ids, now=onward.now)
