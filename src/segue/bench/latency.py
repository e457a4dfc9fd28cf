"""`segue bench latency`: from due to done, by a real worker; with nothing else to do, and while others are due."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from segue.actions.create_workspace import create_workspace
from segue.actions.enroll import enroll
from segue.bench.figures import Figure, at_most
from segue.bench.people import enroll_people, make_sender, make_steps
from segue.bench.place import Place, Progress
from segue.domain.events import Source
from segue.domain.roles import Role
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.domain.tiers import Tier
from segue.models import Enrollment, Member, Record, Sequence, Workspace
from segue.models.actor import Actor
from segue.models.heartbeat import living_workers

STEP: tuple[StepKind, dict[str, Any]] = (StepKind.TODO, {"title": "Look up {{ person.first_name }}", "wait": False})
# Milliseconds, with nothing else to do.
MOST_LOCAL, MOST_PROCRASTINATE = 50.0, 250.0
LOOK_EVERY = 0.001  # seconds; the measurement is that coarse
APART = 0.12
PATIENCE = 120.0


def measure(place: Place, say: Progress, *, samples: int = 200, others: int = 100_000) -> list[Figure]:
    """Milliseconds until another process sees what a worker has done."""
    now = timezone.now()
    actor = make_sender(now)
    sequence = make_steps(actor.workspace, [STEP], now)
    most = MOST_PROCRASTINATE if place.is_postgres else MOST_LOCAL
    with _worker(place):
        say("enrolling one after the other")
        figures = _figures("just enrolled, idle", _one_by_one(actor, sequence, samples), most)
        say("waiting for times to come")
        figures += _figures("slept until due, idle", _sleepers(actor, sequence, samples), most)
    backlog = _fill(actor, others, now, say)
    with _worker(place):
        say(f"enrolling one after the other, while {others:,} others are due")
        busy = _one_by_one(actor, sequence, samples, going_on=lambda: _going_on(backlog) > others // 10)
    return figures + _figures(f"just enrolled, {others:,} others due", busy, None)


def _figures(name: str, seconds: list[float], most: float | None) -> list[Figure]:
    found = sorted(1_000 * s for s in seconds)
    p50, p99 = found[len(found) // 2], found[min(len(found) - 1, int(len(found) * 0.99))]
    half = Figure(f"{name}: p50 of {len(found)}", round(p50, 1), "ms")
    name = f"{name}: p99"
    return [half, at_most(name, round(p99, 1), "ms", most) if most else Figure(name, round(p99, 1), "ms")]


def _one_by_one(
    actor: Actor, sequence: Sequence, samples: int, going_on: Callable[[], bool] = lambda: True
) -> list[float]:
    """Seconds from the end of enrolling, at moments that follow no rhythm, until it is done."""
    moments, found = random.Random(1), []
    for person in _people(actor.workspace, samples):
        [result] = enroll(actor, sequence, [person], timezone.now())
        began = time.perf_counter()
        mine = Enrollment.objects.filter(id=result.enrollment_id or 0, status=Status.COMPLETED)
        _wait(mine.exists)
        found.append(time.perf_counter() - began)
        if not going_on():
            break
        time.sleep(moments.random() * APART)
    return found


def _sleepers(actor: Actor, sequence: Sequence, samples: int) -> list[float]:
    """Seconds from the due time until it is done, of enrollments that fall due one after the other."""
    people, moments = _people(actor.workspace, samples), random.Random(2)
    # All are enrolled before the first falls due: who enrolls is not idle.
    start = timezone.now() + timedelta(seconds=2 + samples * _time_of_enrolling(actor, sequence))
    due: dict[int, datetime] = {}
    for number, person in enumerate(people):
        at = start + timedelta(seconds=number * APART + moments.random() * APART / 2)
        [result] = enroll(actor, sequence, [person], at)
        due[result.enrollment_id or 0] = at
    watched, done = timezone.now(), {}

    def all_done() -> bool:
        waiting = [i for i in due if i not in done][:20]  # they fall due in this order, or nearly so
        now_done = Enrollment.objects.filter(id__in=waiting, status=Status.COMPLETED).values_list("id", flat=True)
        done.update(dict.fromkeys(now_done, timezone.now()))
        return len(done) == len(due)

    _wait(all_done)
    return [(done[i] - at).total_seconds() for i, at in due.items() if at > watched]


def _time_of_enrolling(actor: Actor, sequence: Sequence) -> float:
    """Twice the seconds that one takes."""
    began = time.perf_counter()
    for person in _people(actor.workspace, 5):
        enroll(actor, sequence, [person], timezone.now())
    return 2 * (time.perf_counter() - began) / 5


def _people(workspace: Workspace, number: int) -> list[int]:
    now = timezone.now()
    rows = Record.objects.bulk_create(
        Record(workspace=workspace, type="person", name="Ada", first_name="Ada", created_at=now, updated_at=now)
        for _ in range(number)
    )
    return [row.pk for row in rows]


def _fill(actor: Actor, others: int, now: datetime, say: Progress) -> Workspace:
    """A workspace of its own, with so many people due."""
    workspace = create_workspace("Backlog", "UTC", Tier.PROFESSIONAL, now)
    member = Member.objects.create(workspace=workspace, user=actor.member.user, role=Role.ADMIN, joined_at=now)
    actor = Actor(member, Source.CLI)
    sequence = make_steps(workspace, [STEP] * 3, now)
    for enrolled in enroll_people(actor, sequence, [f"p{n}@there.example" for n in range(others)], now):
        say(f"{enrolled:,} of {others:,} others enrolled")
    return workspace


def _going_on(workspace: Workspace) -> int:
    return Enrollment.objects.filter(workspace=workspace, status=Status.IN_PROGRESS).count()


@contextmanager
def _worker(place: Place) -> Iterator[None]:
    with (place.data / "worker.log").open("ab") as log:
        command = [sys.executable, "-m", "segue.cli", "work", "--parent", str(os.getpid())]
        worker = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(lambda: living_workers(timezone.now()) > 0)
        yield
    finally:
        worker.terminate()
        worker.wait()


def _wait(until: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > ends:
            raise TimeoutError("Nothing gets on.")
        time.sleep(LOOK_EVERY)
