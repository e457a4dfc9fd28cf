"""`segue bench engine`: steps a second of the real engine, beside hand-written SQL that makes the same changes."""

import statistics
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from segue.bench.figures import Figure, at_most, beside, unjudged
from segue.bench.people import make_sender
from segue.bench.place import Place, Progress
from segue.bench.raw import run_raw
from segue.bench.tasks import RAW_TITLES, TASKS, add_people, enroll_all, make_task_sequence, rows_left
from segue.bench.team import run_team
from segue.models.actor import Actor

TARGET = 0.5
TARGET_TWO = 1.4
MOST_MEMORY = 200.0
ROUNDS = 3
FEWEST = 6_000  # with fewer, the start of the worker is measured


class UnequalRows(Exception):
    """The yardstick did not do the same as the engine, so that comparing them says nothing."""


def measure(place: Place, say: Progress, enrollments: int) -> list[Figure]:
    """Carry so many enrollments, in a few rounds, through three tasks each: by the engine, and by SQL."""
    now = timezone.now()
    actor = make_sender(now)
    people = max(1, enrollments // ROUNDS)
    add_people(actor.workspace, people, now)
    rounds = []
    for number in range(ROUNDS):
        say(f"engine, then raw SQL: round {number + 1} of {ROUNDS}")
        rounds.append(_round(actor, number))
    steps = people * len(TASKS)
    limit = steps / statistics.median(r.raw for r in rounds)
    rate = limit * statistics.median(r.raw / r.engine for r in rounds)
    figures = [
        beside(f"engine on {place.database}, one worker", rate, "steps/s", "raw SQL, same rows", limit, TARGET),
        at_most("memory of that worker", max(r.peak for r in rounds), "MB", MOST_MEMORY),
    ]
    if place.is_postgres:
        figures.append(_two(actor, steps, say))
    if enrollments < FEWEST:
        return [unjudged(figure, f"from {FEWEST:,} enrollments on") for figure in figures]
    return figures


@dataclass(frozen=True)
class Round:
    """Seconds of the engine, seconds of raw SQL for the same rows, and the peak memory of the worker in MB."""

    engine: float
    raw: float
    peak: float


def _round(actor: Actor, number: int) -> Round:
    now = timezone.now()
    mine, raw = (make_task_sequence(actor.workspace, f"{name} {number}", now) for name in ("Engine", "Raw"))
    enroll_all(actor, mine, now)
    settle_down()
    run = run_team(1)
    enroll_all(actor, raw, now)
    settle_down()
    limit = run_raw(raw, RAW_TITLES)
    if rows_left(mine) != rows_left(raw):
        raise UnequalRows(f"The engine and the yardstick left different rows in round {number + 1}.")
    return Round(run.seconds, limit, run.peak)


def _two(actor: Actor, steps: int, say: Progress) -> Figure:
    """Two workers, the lanes divided between them, beside one."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for number in range(ROUNDS):
        say(f"one worker, then two: round {number + 1} of {ROUNDS}")
        for team in (1, 2):
            now = timezone.now()
            enroll_all(actor, make_task_sequence(actor.workspace, f"Team of {team}, {number}", now), now)
            settle_down()
            rates[team].append(steps / run_team(team).seconds)
    one, two = (statistics.median(rates[team]) for team in (1, 2))
    return beside("engine on Postgres, two workers", two, "steps/s", "one worker", one, TARGET_TWO)


def settle_down() -> None:
    """What the database does by itself now and then, done now, so that it falls into no measurement.

    The connection starts anew, with no page at hand, as that of a worker does.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
