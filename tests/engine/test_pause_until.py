"""Paused until a date: nothing runs before, nothing is lost, and it goes on by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from segue.actions.log_reply import log_reply
from segue.actions.pause_until import pause_until
from segue.actions.resume import resume
from segue.domain.delay import Delay, DelayUnit
from segue.domain.refusals import Invalid
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.engine.leave import leave
from segue.models import Delivery, Enrollment, OutboxMessage
from tests.engine.stages import EMAIL, TASK, TODO, assert_well, during_outbox, fresh, just, kinds, settle, take
from tests.world import StepPlan, World

DAY = date(2026, 12, 3)
MORNING = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)  # 9:00 in Amsterdam


def enrolled(world: World, *steps: StepPlan) -> Enrollment:
    sequence = world.sequence(steps=steps, on_reply=OnReply.PAUSE)
    [enrollment] = world.enroll(sequence, world.person("Ada Lovelace"))
    return enrollment


def press(world: World, enrollment: Enrollment, until: date = DAY) -> list[int]:
    return pause_until(world.actor, just(enrollment), until, world.now).ids


def test_nothing_runs_before_and_then_it_goes_on_by_itself(world: World) -> None:
    enrollment = enrolled(world, EMAIL)
    assert press(world, enrollment) == [enrollment.id]
    assert (fresh(enrollment).reason, fresh(enrollment).due_at) == (Reason.PAUSED_UNTIL, MORNING)
    world.now = MORNING - timedelta(seconds=1)
    assert world.tick() == 0
    assert_well(world)
    world.tick(seconds=1)
    assert fresh(enrollment).status == Status.COMPLETED
    assert kinds(enrollment)[:2] == ["enrolled", "paused"]
    assert_well(world)


def test_a_step_that_is_due_later_anyway_keeps_its_time(world: World) -> None:
    enrollment = enrolled(world, StepPlan(EMAIL.kind, EMAIL.config, delay=_days(30)))
    due = fresh(enrollment).due_at
    press(world, enrollment)
    assert fresh(enrollment).due_at == due
    world.now += timedelta(days=20)
    resume(world.actor, just(enrollment), world.now)
    assert fresh(enrollment).due_at == due, "Resume never puts it off"


def test_resume_lets_the_rest_of_the_delay_run_on(world: World) -> None:
    enrollment = enrolled(world, StepPlan(EMAIL.kind, EMAIL.config, delay=_days(2)))
    press(world, enrollment)
    world.now += timedelta(days=1)
    resume(world.actor, just(enrollment), world.now)
    assert (fresh(enrollment).reason, fresh(enrollment).due_at) == (Reason.SCHEDULED, world.now + timedelta(days=2))
    assert_well(world)


def test_a_second_date_replaces_the_first(world: World) -> None:
    enrollment = enrolled(world, EMAIL)
    press(world, enrollment, DAY + timedelta(days=7))
    press(world, enrollment)
    assert fresh(enrollment).due_at == MORNING


def test_what_a_reply_paused_may_be_given_a_date(world: World) -> None:
    enrollment = enrolled(world, EMAIL)
    log_reply(world.actor, enrollment.record, "Later", world.now)
    assert fresh(enrollment).due_at is None
    press(world, enrollment)
    assert (fresh(enrollment).reason, fresh(enrollment).due_at) == (Reason.PAUSED_UNTIL, MORNING)


def test_a_reply_pauses_what_has_a_date_until_somebody_resumes(world: World) -> None:
    enrollment = enrolled(world, EMAIL)
    press(world, enrollment)
    log_reply(world.actor, enrollment.record, "Later", world.now)
    assert (fresh(enrollment).reason, fresh(enrollment).due_at) == (Reason.PAUSED_BY_REPLY, None)
    resume(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED


def test_what_waits_for_a_task_goes_on_waiting(world: World) -> None:
    enrollment = enrolled(world, TASK, EMAIL)
    world.tick()
    assert press(world, enrollment) == []
    log_reply(world.actor, enrollment.record, "Later", world.now)
    assert press(world, enrollment) == []
    assert_well(world)


def test_a_step_that_was_only_claimed_does_not_run(world: World) -> None:
    enrollment = enrolled(world, TODO)
    batch = take(world)
    press(world, enrollment)
    assert settle(batch, world) == 0
    assert_well(world)


def test_mail_that_was_only_claimed_does_not_leave(world: World) -> None:
    enrollment = enrolled(world, EMAIL)
    batch = take(world)
    press(world, enrollment)
    assert leave(batch, batch.planned, world.now) == 0
    assert not Delivery.objects.exists()
    assert_well(world)


def test_what_is_leaving_at_this_moment_is_left_alone_and_may_be_paused_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrollment = enrolled(world, EMAIL, TODO)
    pressed: list[list[int]] = []
    during_outbox(monkeypatch, before=lambda: pressed.append(press(world, enrollment)))
    batch = take(world)
    leave(batch, batch.planned, world.now)
    assert pressed == [[]]
    assert OutboxMessage.objects.count() == 1
    assert (fresh(enrollment).position, fresh(enrollment).reason) == (2, Reason.SCHEDULED)
    assert press(world, enrollment) == [enrollment.id]
    assert_well(world)


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2026, 1, 1), date(2028, 1, 1)])
def test_a_day_that_cannot_be_meant_is_refused(world: World, until: date) -> None:
    enrollment = enrolled(world, EMAIL)
    with pytest.raises(Invalid):
        press(world, enrollment, until)
    assert fresh(enrollment).reason == Reason.SCHEDULED


def _days(number: int) -> Delay:
    return Delay(number, DelayUnit.DAYS)
