"""Promise 2: whatever a worker dies of, the sweep puts it right; and `segue doctor` would see it if it did not."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import OperationalError

from segue.channels.contract import Effect
from segue.domain.outcome import Outcome
from segue.domain.status import Reason, Status
from segue.engine.keeping import Unsettled
from segue.engine.sweep import Swept, sweep
from segue.models import Activity, Delivery, Enrollment, OutboxMessage, Tally
from segue.queries.doctor import examine
from segue.queries.lanes import next_due
from tests.engine.stages import (
    EMAIL,
    TASK,
    TODO,
    Died,
    assert_well,
    during_outbox,
    fresh,
    kinds,
    neighbors,
    settle,
    sweep_later,
    take,
)
from tests.world import StepPlan, World


def test_what_a_dead_worker_had_claimed_is_due_again(world: World) -> None:
    enrollments = world.enroll(world.sequence(steps=[TODO]), *neighbors(world, 3))
    take(world)
    assert world.tick() == 0
    assert sweep_later(world).leases == 3
    world.tick()
    assert {fresh(e).status for e in enrollments} == {Status.COMPLETED}
    assert_well(world)


def test_a_living_lease_is_left_alone(world: World) -> None:
    world.enroll(world.sequence(steps=[TODO]), world.person())
    batch = take(world)
    assert sweep(world.now) == Swept(0, 0, 0)
    assert settle(batch, world) == 1


def test_sweeping_again_finds_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person())

    def die() -> None:
        raise Died

    with monkeypatch.context() as patch:
        during_outbox(patch, after=die)
        with pytest.raises(Died):
            world.tick()
    sweep_later(world)
    history = kinds(enrollment)
    assert sweep(world.now) == Swept(0, 0, 0)
    assert kinds(enrollment) == history


def test_two_workers_that_sweep_at_once_record_it_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has read the open deliveries before the first closed them."""
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, TASK]), world.person())

    def die() -> None:
        raise Died

    with monkeypatch.context() as patch:
        during_outbox(patch, after=die)
        with pytest.raises(Died):
            world.tick()
    with monkeypatch.context() as patch:
        channel = during_outbox(patch)
        look_up = channel.look_up

        def slowly(effects: Sequence[Effect]) -> list[Outcome]:
            patch.setattr(channel, "look_up", look_up)
            sweep(world.now)
            return look_up(effects)

        patch.setattr(channel, "look_up", slowly)
        sweep_later(world)
    assert kinds(enrollment) == ["enrolled", "step_done"]
    assert Activity.objects.count() == 1


def test_one_delivery_that_cannot_be_closed_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = world.enroll(world.sequence(steps=[EMAIL]), world.person(), world.person())

    def die() -> None:
        raise Died

    with monkeypatch.context() as patch:
        during_outbox(patch, after=die)
        with pytest.raises(Died):
            world.tick()
    broken = Delivery.objects.get(enrollment=bad)
    Delivery.objects.filter(id=broken.id).update(payload={})
    assert sweep_later(world).deliveries == 1
    assert (fresh(good).status, fresh(bad).status) == (Status.COMPLETED, Status.IN_PROGRESS)
    Delivery.objects.filter(id=broken.id).update(payload=broken.payload)
    assert sweep(world.now).deliveries == 1
    assert fresh(bad).status == Status.COMPLETED
    assert_well(world)


def test_more_mail_than_one_call_takes_all_leaves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segue.channels.outbox.OutboxChannel.batch", 3)
    world.enroll(world.sequence(steps=[EMAIL]), *[world.person() for _ in range(10)])
    world.tick()
    assert OutboxMessage.objects.count() == 10
    assert_well(world)


def test_the_sweep_folds_the_tallies(world: World) -> None:
    for _ in range(3):
        world.enroll(world.sequence(steps=[TODO]), world.person())
    world.enroll(world.sequence(name="Busy", steps=[TODO]), world.person(), world.person())
    world.tick()
    before = Tally.objects.count()
    assert sweep(world.now).tallies == before - 4
    assert Tally.objects.count() == 4
    assert_well(world)


def find(world: World, later: timedelta = timedelta(0)) -> list[str]:
    return [finding.promise for finding in examine(world.now + later).findings]


@pytest.mark.parametrize(
    ("harm", "promise"),
    [
        ({"due_at": None}, "In Progress, but nothing will ever make it go on"),
        ({"step": None}, "In Progress without a step to run"),
        ({"status": Status.FAILED}, "Failed without an error"),
    ],
)
def test_the_doctor_sees_what_is_stuck(world: World, harm: dict[str, object], promise: str) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    assert find(world) == []
    Enrollment.objects.filter(id=enrollment.id).update(**harm)
    assert promise in find(world)


def test_the_doctor_sees_a_lease_that_nobody_freed(world: World) -> None:
    world.enroll(world.sequence(steps=[TODO]), world.person())
    take(world)
    assert find(world) == []
    assert find(world, timedelta(hours=1)) == ["Held by a lease that is over"]


def test_the_doctor_sees_deliveries_that_were_left(world: World) -> None:
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    world.tick()
    Activity.objects.all().delete()
    assert find(world) == ["Sent, but not an activity of the record"]
    Delivery.objects.update(state="open")
    assert find(world, timedelta(hours=1)) == ["A delivery left open"]


def test_the_doctor_sees_counts_that_are_wrong(world: World) -> None:
    world.enroll(world.sequence(steps=[TODO]), world.person())
    Tally.objects.all().delete()
    assert find(world) == ["Sequences whose counts are wrong"]


def test_the_doctor_sees_a_task_that_is_gone(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TASK]), world.person())
    world.tick()
    assert fresh(enrollment).reason == Reason.WAITING_FOR_TASK
    assert find(world) == []
    Activity.objects.all().delete()
    assert find(world) == ["In Progress, but nothing will ever make it go on"]


def test_the_oldest_overdue_step(world: World) -> None:
    assert examine(world.now).oldest_overdue is None
    world.enroll(world.sequence(steps=[TODO]), world.person())
    assert next_due() == world.now
    assert examine(world.now + timedelta(minutes=3)).oldest_overdue == timedelta(minutes=3)


@pytest.mark.parametrize("step", [TODO, EMAIL], ids=["inside", "leaving"])
def test_a_database_that_is_away_is_nobodys_failure(
    world: World, monkeypatch: pytest.MonkeyPatch, step: StepPlan
) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[step]), world.person())
    with monkeypatch.context() as patch:
        for module in ("settle_inside", "settle_left"):
            patch.setattr(f"segue.engine.{module}.write_activities", away)
        with pytest.raises((OperationalError, Unsettled)):
            world.tick()
        if step is EMAIL:
            with pytest.raises(OperationalError):
                sweep_later(world)
    assert (fresh(enrollment).status, fresh(enrollment).error_code) == (Status.IN_PROGRESS, "")
    sweep_later(world)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED
    assert_well(world)


def away(*_: object) -> None:
    raise OperationalError("database is locked")
