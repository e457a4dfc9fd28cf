"""Two people, or two workers, at the same moment: each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from segue.actions.enroll import EnrollResult, enroll
from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.domain.eligibility import Refusal
from segue.domain.status import Status
from segue.engine.sweep import sweep
from segue.engine.tick import Tick, tick
from segue.models import Activity, Enrollment, Event, OutboxMessage
from tests.engine.stages import EMAIL, TODO, assert_well, fresh, just, neighbors, sweep_later, take
from tests.world import StepPlan, World, actor_of

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 60


Answer = TypeVar("Answer")


def together(*calls: Callable[[], Answer]) -> list[Answer]:
    """Call all of these at the same moment, each in a thread with its own connection."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer:
        try:
            start.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def enrolled_in_one_lane(world: World, *steps: StepPlan) -> int:
    """Enroll many people; the lane that all of their work is in."""
    world.enroll(world.sequence(steps=steps), *neighbors(world, MANY))
    [lane] = Enrollment.objects.values_list("lane_id", flat=True).distinct()
    return lane


@pytest.mark.parametrize("step", [TODO, EMAIL], ids=["inside", "leaving"])
def test_two_workers_on_one_lane_do_each_row_once(world: World, step: StepPlan) -> None:
    lane = enrolled_in_one_lane(world, step)

    def work() -> list[Tick]:
        done = [tick(lane, world.now, limit=7)]
        while done[-1].more:
            done.append(tick(lane, world.now, limit=7))
        return done

    first, second = together(work, work)
    # What a mailbox takes from one worker at a time may be claimed by the other, and given back.
    assert sum(t.settled + t.left for t in first + second) == MANY
    assert step is EMAIL or sum(t.claimed for t in first + second) == MANY
    assert Activity.objects.count() == Activity.objects.values("enrollment").distinct().count() == MANY
    assert OutboxMessage.objects.count() == (MANY if step is EMAIL else 0)
    assert set(Enrollment.objects.values_list("status", flat=True)) == {Status.COMPLETED}
    assert_well(world)


def test_two_people_enroll_the_same_records(world: World) -> None:
    sequence = world.sequence(steps=[TODO])
    ids = [world.person().id for _ in range(20)]

    def by(member: str) -> list[EnrollResult]:
        return enroll(actor_of(getattr(world, member)), sequence, ids, world.now)

    ours, theirs = together(lambda: by("alice"), lambda: by("mel"))
    for mine, other in zip(ours, theirs, strict=True):
        assert (mine.refusal is None) != (other.refusal is None)
        assert Refusal.ALREADY_ENROLLED in (mine.refusal, other.refusal)
        assert mine.message or other.message
    assert Enrollment.objects.count() == Event.objects.filter(kind="enrolled").count() == 20
    assert_well(world)


def test_two_people_press_retry(world: World) -> None:
    [enrollment] = world.enroll(
        world.sequence(steps=[StepPlan(TODO.kind, {"title": "{{ person.city }}"})]), world.person()
    )
    world.tick()
    assert fresh(enrollment).status == Status.FAILED
    answers = together(*[lambda: retry(world.actor, just(enrollment), world.now).ids] * 2)
    assert sorted(answers) == [[], [enrollment.id]]
    assert Event.objects.filter(kind="retried").count() == 1


def test_somebody_stops_while_workers_run(world: World) -> None:
    lane = enrolled_in_one_lane(world, EMAIL, TODO)
    chosen = Enrollment.objects.filter(id__in=Enrollment.objects.order_by("-id").values("id")[: MANY // 2])

    def work() -> int:
        return sum(tick(lane, world.now, limit=5).claimed for _ in range(6))

    together(work, work, lambda: stop(world.actor, chosen, world.now).skipped)
    stopped = Enrollment.objects.filter(status=Status.STOPPED)
    done = Activity.objects.filter(enrollment__in=stopped).count()
    world.tick(days=1)
    assert Activity.objects.filter(enrollment__in=stopped).count() == done
    assert stopped.count() == Event.objects.filter(kind="stopped").count()
    assert_well(world)


def test_workers_that_sweep_at_once_keep_the_counts(world: World) -> None:
    for _ in range(4):
        world.enroll(world.sequence(steps=[TODO]), world.person(), world.person())
    together(*[lambda: sweep(world.now)] * 4)
    assert_well(world)
    world.tick()
    together(*[lambda: sweep(world.now)] * 4)
    assert_well(world)


def test_workers_that_sweep_at_once_free_what_a_dead_one_had(world: World) -> None:
    lane = enrolled_in_one_lane(world, TODO)
    take(world)
    sweep_later(world)
    together(lambda: sweep(world.now), lambda: tick(lane, world.now), lambda: tick(lane, world.now))
    world.tick()
    assert Activity.objects.count() == MANY
    assert_well(world)
