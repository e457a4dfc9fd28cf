"""Promise 3: after Stop, Remove or a pause has committed no further step starts; what had left is recorded."""

from collections.abc import Callable

import pytest

from segue.actions.log_reply import log_reply
from segue.actions.remove import remove
from segue.actions.resume import resume
from segue.actions.stop import stop
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.engine.leave import leave
from segue.models import Activity, Delivery, Enrollment, OutboxMessage
from tests.engine.stages import (
    EMAIL,
    TASK,
    TODO,
    Died,
    assert_well,
    during_outbox,
    fresh,
    just,
    kinds,
    settle,
    sweep_later,
    take,
)
from tests.world import StepPlan, World

Verb = Callable[[World, Enrollment], object]


def press_stop(world: World, enrollment: Enrollment) -> object:
    return stop(world.actor, just(enrollment), world.now)


def press_remove(world: World, enrollment: Enrollment) -> object:
    return remove(world.actor, just(enrollment), world.now)


def reply(world: World, enrollment: Enrollment) -> object:
    return log_reply(world.actor, enrollment.record, "Yes", world.now)


VERBS = pytest.mark.parametrize("verb", [press_stop, press_remove, reply])


def enrolled(world: World, *steps: StepPlan) -> Enrollment:
    sequence = world.sequence(steps=steps, on_reply=OnReply.PAUSE)
    [enrollment] = world.enroll(sequence, world.person("Ada Lovelace"))
    return enrollment


def untouched() -> bool:
    return not (Activity.objects.exclude(kind="reply").exists() or Delivery.objects.exists())


@VERBS
def test_a_step_that_was_only_claimed_does_not_run(world: World, verb: Verb) -> None:
    enrollment = enrolled(world, TODO, TODO)
    batch = take(world)
    verb(world, enrollment)
    assert settle(batch, world) == 0
    world.tick(days=1)
    assert untouched()
    assert_well(world)


@VERBS
def test_mail_that_was_only_claimed_does_not_leave(world: World, verb: Verb) -> None:
    enrollment = enrolled(world, EMAIL, TODO)
    batch = take(world)
    verb(world, enrollment)
    assert leave(batch, batch.planned, world.now) == 0
    world.tick(days=1)
    assert untouched()
    assert_well(world)


@VERBS
def test_mail_that_is_leaving_is_recorded_and_nothing_follows(
    world: World, monkeypatch: pytest.MonkeyPatch, verb: Verb
) -> None:
    enrollment = enrolled(world, EMAIL, TODO)
    with monkeypatch.context() as patch:
        during_outbox(patch, before=lambda: verb(world, enrollment))
        world.tick()
    world.tick(days=1)
    assert OutboxMessage.objects.count() == 1
    assert Delivery.objects.get().state == "sent"
    assert [a.kind for a in Activity.objects.exclude(kind="reply")] == ["email"]
    assert_well(world)


@pytest.mark.parametrize("verb", [press_stop, press_remove])
def test_the_history_says_that_the_result_came_late(world: World, monkeypatch: pytest.MonkeyPatch, verb: Verb) -> None:
    enrollment = enrolled(world, EMAIL, TODO)
    during_outbox(monkeypatch, before=lambda: verb(world, enrollment))
    world.tick()
    assert kinds(enrollment)[-1] == "late_result"
    assert (fresh(enrollment).status, fresh(enrollment).position) == (Status.STOPPED, 1)


@VERBS
@pytest.mark.parametrize("sent", [True, False])
def test_a_worker_that_dies_over_it_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, verb: Verb, sent: bool
) -> None:
    enrollment = enrolled(world, EMAIL, TODO)

    def die() -> None:
        verb(world, enrollment)
        raise Died

    with monkeypatch.context() as patch:
        during_outbox(patch, after=die) if sent else during_outbox(patch, before=die)
        with pytest.raises(Died):
            world.tick()
    sweep_later(world)
    world.tick(days=1)
    assert OutboxMessage.objects.count() == sent
    assert Activity.objects.filter(kind="email").count() == sent
    assert not Activity.objects.filter(kind="todo").exists()
    assert_well(world)


def test_a_reply_while_mail_is_leaving_pauses_at_the_next_step(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrollment = enrolled(world, EMAIL, TODO)
    with monkeypatch.context() as patch:
        during_outbox(patch, before=lambda: reply(world, enrollment))
        world.tick()
    paused = fresh(enrollment)
    assert (paused.reason, paused.position, paused.due_at) == (Reason.PAUSED_BY_REPLY, 2, None)
    resume(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED
    assert OutboxMessage.objects.count() == 1


def test_a_pause_leaves_no_lease_behind(world: World) -> None:
    enrollment = enrolled(world, TODO)
    take(world)  # by a worker that dies
    reply(world, enrollment)
    sweep_later(world)
    assert_well(world)
    resume(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED


def test_stopping_holds_an_open_task_back_from_going_on(world: World) -> None:
    enrollment = enrolled(world, TASK, TODO)
    world.tick()
    press_stop(world, enrollment)
    world.tick(days=30)
    assert (fresh(enrollment).status, fresh(enrollment).reason) == (Status.STOPPED, Reason.STOPPED_BY_PERSON)
    assert Activity.objects.get().state == "open"
    assert_well(world)


@pytest.mark.parametrize("verb", [press_stop, press_remove])
def test_stopping_twice_stops_once(world: World, verb: Verb) -> None:
    enrollment = enrolled(world, TODO)
    verb(world, enrollment)
    history = kinds(enrollment)
    verb(world, enrollment)
    assert kinds(enrollment) == history
