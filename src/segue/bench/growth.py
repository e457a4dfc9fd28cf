"""`segue bench growth`: steps a second beside ever more enrollments that sleep, and what enrollments and steps take."""

import statistics
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from segue.bench.engine import MOST_MEMORY, settle_down
from segue.bench.figures import Figure, at_most, beside
from segue.bench.people import make_sender
from segue.bench.place import Place, Progress
from segue.bench.tasks import TASKS, add_people, enroll_all, make_task_sequence
from segue.bench.team import TeamRun, run_team
from segue.models import Sequence
from segue.models.actor import Actor
from segue.models.lane import lanes_of

TARGET = 0.9
ROUNDS = 2
ASLEEP_FOR = timedelta(days=30)
_TABLES = ["segue_enrollment", "segue_activity", "segue_event", "segue_tally"]

# Asleep for a month: everybody of the workspace, in the lane of their shard.
_SLEEP = """
INSERT INTO segue_enrollment (workspace_id, sequence_id, version_id, record_id, round, status, reason, step_id,
                              position, since, due_at, lane_id, attempt, error_code, error_detail, enrolled_by_id,
                              enrolled_at)
SELECT r.workspace_id, s.sequence_id, s.id, r.id, 1, 'in_progress', 'scheduled', t.id,
       1, {now}, {due}, l.id, 0, '', '', %(member)s, {now}
FROM segue_record r
JOIN segue_version s ON s.sequence_id = %(sequence)s
JOIN segue_step t ON t.version_id = s.id AND t.position = 1
JOIN segue_lane l ON l.workspace_id = r.workspace_id AND l.shard = {shard}
WHERE r.workspace_id = %(workspace)s AND r.type = 'person'
ORDER BY r.id
"""


def measure(place: Place, say: Progress, due: int = 10_000, sleeping: str = "10000,100000") -> list[Figure]:
    """Run so many due enrollments beside each of these numbers of sleeping ones."""
    actor = make_sender(timezone.now())
    add_people(actor.workspace, due, timezone.now())
    levels: list[Level] = []
    for many in sorted(int(number) for number in sleeping.split(",")):
        levels.append(_level(actor, levels[-1].asleep if levels else 0, many, due, say))
    rates = [due * len(TASKS) / level.seconds for level in levels]
    figures = [
        beside(
            f"engine on {place.database}, {level.asleep:,} asleep", rate, "steps/s", "fewest asleep", rates[0], TARGET
        )
        for level, rate in zip(levels, rates, strict=True)
    ]
    return [
        *figures,
        at_most("memory of that worker", max(level.peak for level in levels), "MB", MOST_MEMORY),
        Figure("disk for an enrollment", levels[-1].bytes_asleep, "bytes"),
        Figure("disk for a step", levels[-1].bytes_run / (due * len(TASKS)), "bytes"),
    ]


@dataclass(frozen=True)
class Level:
    """Beside so many sleeping ones: seconds and memory (MB) of a run; bytes of each sleeping one, and of a run."""

    asleep: int
    seconds: float
    peak: float
    bytes_asleep: float
    bytes_run: float


def _level(actor: Actor, asleep: int, many: int, due: int, say: Progress) -> Level:
    before, began = _size(), asleep
    while asleep < many:
        _put_to_sleep(actor, make_task_sequence(actor.workspace, f"Asleep {asleep}", timezone.now()))
        asleep += due
        say(f"{asleep:,} of {many:,} asleep")
    each = (_size() - before) / max(1, asleep - began)
    runs = [_run(actor, f"Due beside {asleep}, {number}", say) for number in range(ROUNDS)]
    before = _size()
    last = _run(actor, f"Due beside {asleep}, at the end", say)
    runs.append(last)
    return Level(
        asleep, statistics.median(r.seconds for r in runs), max(r.peak for r in runs), each, max(0, _size() - before)
    )


def _put_to_sleep(actor: Actor, sequence: Sequence) -> None:
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    moment = "{}" if connection.vendor == "sqlite" else "{}::timestamptz"
    values = {
        "member": actor.member.id, "sequence": sequence.id, "workspace": actor.workspace.id,
        "now": adapt(now), "due": adapt(now + ASLEEP_FOR),
    }  # fmt: skip
    with connection.cursor() as cursor:
        shard = lanes_of(actor.workspace.pk).shard_sql("r.id")
        cursor.execute(_SLEEP.format(now=moment.format("%(now)s"), due=moment.format("%(due)s"), shard=shard), values)


def _run(actor: Actor, name: str, say: Progress) -> TeamRun:
    say(name)
    enroll_all(actor, make_task_sequence(actor.workspace, name, timezone.now()), timezone.now())
    settle_down()
    return run_team(1)


def _size() -> int:
    """Bytes of the tables that grow with the work, and their indexes; on SQLite of the whole database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            tables = "SELECT unnest(%s::text[]) AS name"
            cursor.execute(f"SELECT sum(pg_total_relation_size(name::regclass)) FROM ({tables}) t", [_TABLES])  # noqa: S608  # ours
        return int(cursor.fetchone()[0])
