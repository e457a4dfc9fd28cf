"""Work and its job are committed together or not at all; the waker makes up for a lost job."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from segue.actions.complete_task import complete_task
from segue.actions.pause_until import pause_until
from segue.actions.resume import resume
from segue.actions.retry import retry
from segue.domain.delay import Delay, DelayUnit
from segue.domain.holds import Hold
from segue.models import Activity, Enrollment, Lane
from segue.models.lane import lanes_of
from segue.models.lane_holds import hold_lane, let_go
from tests.engine.stages import EMAIL, TASK, TODO, just, strangers
from tests.world import World, make_world

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Procrastinate works on Postgres only"),
]
if connection.vendor == "postgresql":
    from segue.runners.procrastinate.jobs import defer_lanes, lanes_with
    from segue.runners.procrastinate.waker import LONGEST_SLEEP, SOONEST_LOOK, Waker


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock, queueing_lock FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(lock, queueing_lock) for lock, queueing_lock in cursor.fetchall()]


def lose_all_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(autouse=True)
def nothing_deferred(db: None) -> None:
    """Tests that commit leave jobs behind: the table is Procrastinate's, and not emptied with ours."""
    lose_all_jobs()


def test_enrolling_defers_each_lane_once_by_its_lock(world: World) -> None:
    sequence = world.sequence(steps=[TODO])
    world.enroll(sequence, *strangers(world))
    world.enroll(sequence, *strangers(world))
    lanes = sorted(lanes_of(world.workspace.id).shards.values())
    assert sorted(jobs()) == sorted((f"lane {lane}", f"lane {lane}") for lane in lanes)


def test_what_is_due_later_defers_nothing(world: World) -> None:
    world.enroll(world.sequence(steps=[replace(TODO, delay=Delay(1, DelayUnit.DAYS))]), world.person())
    assert jobs() == []


def test_a_lane_that_is_let_go_is_deferred(world: World) -> None:
    lane = Lane.objects.first()
    assert lane is not None
    hold_lane(lane.pk, world.now + timedelta(hours=1), Hold.LIMIT)
    assert jobs() == []
    let_go(lane.pk)
    assert jobs() == [(f"lane {lane.pk}", f"lane {lane.pk}")]


def goes_on_from(world: World, verb: Callable[[QuerySet[Enrollment]], object], scope: QuerySet[Enrollment]) -> None:
    """The verb defers the lane, in its own transaction: rolled back with it."""
    lane = scope.get().lane_id
    lose_all_jobs()
    with transaction.atomic():
        verb(scope)
        assert jobs() == [(f"lane {lane}", f"lane {lane}")]
        transaction.set_rollback(True)
    assert jobs() == []


def test_retry_defers_the_lane(world: World) -> None:
    broken = replace(TODO, config={"title": "Call {{ person.city }}"})
    [enrollment] = world.enroll(world.sequence(steps=[broken]), world.person())
    world.tick()
    goes_on_from(world, lambda scope: retry(world.actor, scope, world.now), just(enrollment))


def test_resume_defers_the_lane(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    pause_until(world.actor, just(enrollment), (world.now + timedelta(days=9)).date(), world.now)
    goes_on_from(world, lambda scope: resume(world.actor, scope, world.now), just(enrollment))


def test_a_completed_task_defers_the_lane_of_the_next_step(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TASK, TODO]), world.person())
    world.tick()
    task = Activity.objects.get(enrollment=enrollment)
    goes_on_from(world, lambda _: complete_task(world.actor, task, world.now), just(enrollment))


def test_a_rolled_back_enrollment_leaves_no_job(world: World) -> None:
    sequence, person = world.sequence(steps=[TODO]), world.person()
    with transaction.atomic():
        world.enroll(sequence, person)
        assert len(jobs()) == 1
        transaction.set_rollback(True)
    assert jobs() == []
    assert not Enrollment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_defer_the_same_lanes_do_not_wait_for_each_other() -> None:
    world = make_world()
    sequence, lanes = world.sequence(steps=[TODO]), sorted(lanes_of(world.workspace.id).shards.values())
    theirs = [world.person() for _ in range(4)]
    done = threading.Event()

    def other() -> None:
        try:
            with transaction.atomic():
                world.enroll(sequence, *theirs)
                defer_lanes(reversed(lanes))
            done.set()
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        world.enroll(sequence, *(world.person() for _ in range(4)))
        thread.start()
        thread.join(15)  # much less than the lock time-out
        assert done.is_set()
    assert {lock for lock, _ in jobs()} == {f"lane {lane}" for lane in lanes}
    assert Enrollment.objects.count() == 8


def test_the_waker_defers_what_is_due_and_has_no_job(world: World) -> None:
    world.enroll(world.sequence(steps=[TODO]), world.person())
    expected = jobs()
    lose_all_jobs()
    waker = Waker()
    assert waker.turn(world.now) == SOONEST_LOOK
    assert jobs() == expected
    assert waker.turn(world.now) == 2 * SOONEST_LOOK  # it waits for a worker to take it, and looks less and less often
    assert jobs() == expected


def test_the_waker_sleeps_until_the_next_due_time(world: World) -> None:
    waker = Waker()
    assert waker.turn(world.now) == LONGEST_SLEEP
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    lose_all_jobs()
    assert waker.turn(world.now - timedelta(seconds=2)) < LONGEST_SLEEP
    assert lanes_with("todo") == set()
    waker.turn(world.now)
    assert lanes_with("todo") == {enrollment.lane_id}


def test_a_lane_that_runs_is_left_alone(world: World) -> None:
    world.enroll(world.sequence(steps=[TODO]), world.person())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert Waker().turn(world.now) == LONGEST_SLEEP
    assert jobs() == []


def test_an_email_defers_the_lane_of_its_mailbox(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person())
    assert jobs() == [(f"lane {enrollment.lane_id}", f"lane {enrollment.lane_id}")]
