"""A bounce for good fails its step and suppresses the address; Retry sends that step again, and no other twice."""

from collections.abc import Callable

import pytest

from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.domain.errors import ErrorCode
from segue.domain.inbound import InboundKind
from segue.domain.status import Reason, Status
from segue.models import Activity, Delivery, Enrollment, Suppression
from segue.queries.ledger import verify
from tests.engine.stages import EMAIL, TASK, TODO, assert_well, during_outbox, fresh, just, kinds
from tests.inbound.correspondence import ADA, LATER, arrives, first_sent, sent_to_ada
from tests.inbound.samples import exchange_bounce, postfix_bounce, qmail_bounce
from tests.world import World

BOUNCES = pytest.mark.parametrize("sample", [postfix_bounce, exchange_bounce, qmail_bounce])


@BOUNCES
def test_a_hard_bounce_fails_the_step_and_suppresses_the_address(
    world: World, sample: Callable[[str, str], bytes]
) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, sample(ADA, first_sent(enrollment)))
    assert message is not None
    assert message.kind == InboundKind.HARD_BOUNCE
    failed = fresh(enrollment)
    assert (failed.status, failed.position, failed.error_code) == (Status.FAILED, 1, ErrorCode.BOUNCED)
    assert "550" in failed.error_detail
    assert Suppression.objects.get().value == ADA
    assert Activity.objects.get(kind="bounce").body == failed.error_detail
    assert_well(world)


def correct_address(world: World, enrollment: Enrollment) -> None:
    record = enrollment.record
    record.email = "ada@new.example"
    record.save()


def test_retry_after_a_bounce_sends_that_step_again_and_then_goes_on(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    correct_address(world, enrollment)
    assert retry(world.actor, just(enrollment), world.now).ids == [enrollment.id]
    world.tick()
    world.tick(days=2)
    sent = Delivery.objects.filter(enrollment=enrollment).order_by("id")
    assert [(d.step.position, d.attempt, d.payload["to"]) for d in sent] == [
        (1, 1, ADA), (1, 2, "ada@new.example"), (2, 1, "ada@new.example"),
    ]  # fmt: skip
    assert fresh(enrollment).status == Status.COMPLETED
    assert verify(world.now).holds
    assert_well(world)


def test_steps_that_ran_before_the_bounce_came_do_not_run_again(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TODO, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    assert fresh(enrollment).position == 1
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert (fresh(enrollment).position, fresh(enrollment).status) == (4, Status.IN_PROGRESS)
    world.tick(days=2)
    sent = Delivery.objects.filter(enrollment=enrollment, state="sent").order_by("id")
    assert [d.step.position for d in sent] == [1, 3, 1, 4]
    assert Activity.objects.filter(kind="todo").count() == 1
    assert fresh(enrollment).status == Status.COMPLETED
    assert verify(world.now).holds


def test_nor_do_they_where_the_first_retry_fails(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TODO, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).error_code == ErrorCode.SUPPRESSED
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick(days=2)
    world.tick(days=2)
    assert Activity.objects.filter(kind="todo").count() == 1
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_completed_enrollment_fails_too_and_a_retry_completes_it(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TODO)
    assert enrollment.status == Status.COMPLETED
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    assert fresh(enrollment).status == Status.FAILED
    assert_well(world)
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED
    assert Activity.objects.filter(kind="todo").count() == 1
    assert_well(world)


def test_a_task_it_waited_for_is_not_made_again(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TASK, TODO)
    assert enrollment.reason == Reason.WAITING_FOR_TASK
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert [a.title for a in Activity.objects.filter(kind="todo").order_by("id")] == ["Ask them", "Look them up"]
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_stopped_enrollment_stays_stopped(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    stop(world.actor, just(enrollment), world.now)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    assert fresh(enrollment).status == Status.STOPPED
    assert kinds(enrollment)[-1] == "late_result"
    assert Suppression.objects.count() == 1


def test_a_second_report_of_the_same_message_changes_nothing_after_a_retry(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)), "1:2")
    assert (fresh(enrollment).status, fresh(enrollment).position) == (Status.IN_PROGRESS, 2)


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "failed"), ("5.2.2", "failed"), ("4.2.0", "delayed")])
def test_a_soft_bounce_is_counted_and_nothing_fails(world: World, status: str, action: str) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, postfix_bounce(ADA, first_sent(enrollment), status, action))
    assert message is not None
    assert message.kind == InboundKind.SOFT_BOUNCE
    assert fresh(enrollment).status == Status.IN_PROGRESS
    assert not Suppression.objects.exists()
    assert Activity.objects.get(kind="bounce").title == "Came back for now"


def test_a_bounce_behind_a_forwarding_is_not_held_against_the_address(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, postfix_bounce("ada@private.example", first_sent(enrollment)))
    assert message is not None
    assert message.kind == InboundKind.SOFT_BOUNCE
    assert "not where we wrote to" in message.rule
    assert fresh(enrollment).status == Status.IN_PROGRESS


def test_a_bounce_while_the_next_step_is_leaving(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is leaving is recorded, moves nothing, and is not sent again after the Retry."""
    enrollment = sent_to_ada(world, EMAIL, LATER, TODO)
    during_outbox(monkeypatch, before=lambda: arrives(world, postfix_bounce(ADA, first_sent(enrollment))))
    world.tick(days=1, minutes=1)
    monkeypatch.undo()
    assert (fresh(enrollment).status, fresh(enrollment).position) == (Status.FAILED, 1)
    assert kinds(enrollment)[-2:] == ["step_failed", "late_result"]
    assert_well(world)
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    sent = Delivery.objects.filter(enrollment=enrollment, state="sent").order_by("id")
    assert [d.step.position for d in sent] == [1, 2, 1]
    assert fresh(enrollment).status == Status.COMPLETED
    assert verify(world.now).holds


def test_a_bounce_that_is_faster_than_our_own_books(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes in before the sending of its message is recorded."""
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, LATER]), world.person("Ada Lovelace"))
    during_outbox(monkeypatch, after=lambda: arrives(world, postfix_bounce(ADA, first_sent(enrollment))))
    world.tick()
    monkeypatch.undo()
    failed = fresh(enrollment)
    assert (failed.status, failed.position, failed.error_code) == (Status.FAILED, 1, ErrorCode.BOUNCED)
    assert_well(world)
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert (fresh(enrollment).status, fresh(enrollment).position) == (Status.IN_PROGRESS, 2)
    assert list(Delivery.objects.order_by("id").values_list("attempt", flat=True)) == [1, 2]
