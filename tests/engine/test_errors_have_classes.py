"""Promise 8: temporary errors are tried again by themselves, permanent ones wait for a person; each costs one row."""

from datetime import timedelta

import pytest

from segue.actions.retry import retry
from segue.domain.delay import Delay, DelayUnit
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import Outcome, Permanent, Sent, Temporary, Unknown
from segue.domain.retry import FIRST_WAIT, MOST_ATTEMPTS
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models import SHARDS, Activity, Delivery, Event, OutboxMessage
from tests.engine.stages import EMAIL, TODO, WEBHOOK, answering, assert_well, fresh, just, kinds, strangers
from tests.world import StepPlan, World

BUSY = Temporary(StepError(ErrorCode.WEBHOOK_BUSY, "503 Service Unavailable"))
LATER = StepPlan(WEBHOOK.kind, WEBHOOK.config, Delay(1, DelayUnit.HOURS))
IN_CITY = StepPlan(StepKind.EMAIL, {"subject": "Hi", "body": "How is {{ person.city }}?"})


def test_a_temporary_error_is_tried_again_after_longer_and_longer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = answering(monkeypatch, BUSY, BUSY, Sent("200 OK"))
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK, TODO]), world.person())
    world.tick()
    trying = fresh(enrollment)
    assert (trying.status, trying.reason, trying.attempt) == (Status.IN_PROGRESS, Reason.TRYING_AGAIN, 1)
    assert (trying.error_code, trying.error_detail) == (ErrorCode.WEBHOOK_BUSY, "503 Service Unavailable")
    assert trying.due_at is not None
    assert FIRST_WAIT <= trying.due_at - world.now <= FIRST_WAIT * 1.25
    world.tick(seconds=29)
    assert len(channel.seen) == 1
    world.tick(seconds=9)
    assert len(channel.seen) == 2
    world.tick(seconds=75)
    assert fresh(enrollment).status == Status.COMPLETED
    assert fresh(enrollment).error_code == ""
    assert list(Delivery.objects.order_by("id").values_list("attempt", "state")) == [
        (1, "failed"), (2, "failed"), (3, "sent"),
    ]  # fmt: skip
    assert_well(world)


def test_after_five_attempts_a_person_decides(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = answering(monkeypatch, BUSY)
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK]), world.person())
    for _ in range(20):
        world.tick(minutes=10)
    failed = fresh(enrollment)
    assert (failed.status, failed.error_code, failed.attempt) == (Status.FAILED, ErrorCode.WEBHOOK_BUSY, MOST_ATTEMPTS)
    assert len(channel.seen) == MOST_ATTEMPTS
    assert kinds(enrollment).count("step_failed") == 1
    assert_well(world)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Permanent(StepError(ErrorCode.WEBHOOK_REJECTED, "404 Not Found")), ErrorCode.WEBHOOK_REJECTED),
        (Unknown("The connection broke."), ErrorCode.OUTCOME_UNKNOWN),
    ],
)
def test_other_errors_fail_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, code: ErrorCode
) -> None:
    channel = answering(monkeypatch, outcome)
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK]), world.person())
    for _ in range(5):
        world.tick(days=1)
    assert (fresh(enrollment).status, fresh(enrollment).error_code) == (Status.FAILED, code)
    assert len(channel.seen) == 1
    assert not Activity.objects.exists()


def test_pressing_retry_twice_runs_the_step_once(world: World) -> None:
    ada = world.person("Ada Lovelace")
    [enrollment] = world.enroll(world.sequence(steps=[IN_CITY]), ada)
    world.tick()
    ada.city = "London"
    ada.save()
    first = retry(world.actor, just(enrollment), world.now)
    second = retry(world.actor, just(enrollment), world.now + timedelta(seconds=1))
    assert (first.ids, second.ids, second.skipped) == ([enrollment.id], [], 1)
    world.tick(seconds=1)
    world.tick(days=1)
    assert OutboxMessage.objects.count() == 1
    assert kinds(enrollment).count("retried") == 1
    assert (fresh(enrollment).status, fresh(enrollment).error_code) == (Status.COMPLETED, "")


def test_a_retry_that_fails_again_can_be_retried_again(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[IN_CITY]), world.person())
    for attempt in (1, 2, 3):
        world.tick()
        assert (fresh(enrollment).status, fresh(enrollment).attempt) == (Status.FAILED, attempt)
        assert retry(world.actor, just(enrollment), world.now).ids == [enrollment.id]
    assert_well(world)


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.COMPLETED])
def test_retry_is_for_failures_only(world: World, status: Status) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    if status is Status.COMPLETED:
        world.tick()
    assert retry(world.actor, just(enrollment), world.now).ids == []
    assert fresh(enrollment).status == status


def test_records_that_fail_hold_up_no_other(world: World) -> None:
    good = [world.person(city="London") for _ in range(10)]
    bad = [world.person() for _ in range(10)]
    mixed = [record for pair in zip(bad, good, strict=True) for record in pair]
    world.enroll(world.sequence(steps=[IN_CITY]), *mixed)
    world.tick()
    assert OutboxMessage.objects.count() == 10
    assert_well(world)


def test_a_sequence_that_always_fails_costs_one_row_each(world: World) -> None:
    sequence = world.sequence(steps=[IN_CITY, TODO])
    world.enroll(sequence, *[world.person() for _ in range(20)])
    assert world.tick() == 20
    assert world.tick(days=30) == 0
    assert Event.objects.filter(kind="step_failed").count() == 20
    assert not Delivery.objects.exists()
    assert list(sequence.enrollments.values_list("status", flat=True).distinct()) == [Status.FAILED]


def test_a_step_mended_in_the_record_is_the_same_step(world: World) -> None:
    ada = world.person("Ada Lovelace", email="")
    sequence = world.sequence(steps=[TODO, EMAIL])
    sequence.current_version.sends_email = False  # type: ignore[union-attr]  # enrolled before its address was lost
    sequence.current_version.save()  # type: ignore[union-attr]
    [enrollment] = world.enroll(sequence, ada)
    world.tick()
    assert fresh(enrollment).error_code == ErrorCode.NO_ADDRESS
    ada.email = "ada@example.com"
    ada.save()
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert [a.kind for a in Activity.objects.order_by("id")] == ["todo", "email"]


def test_webhooks_that_hang_hold_up_no_other_step(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sort of work that leaves has lanes of its own: mail by mailbox, webhooks together."""
    answering(monkeypatch, Sent("204"))
    lanes = {
        step.kind: {e.lane_id for e in world.enroll(world.sequence(steps=[step]), *strangers(world))}
        for step in (EMAIL, WEBHOOK, TODO)
    }
    assert [len(lanes[step.kind]) for step in (EMAIL, WEBHOOK, TODO)] == [1, 1, SHARDS]
    assert not lanes[EMAIL.kind] & lanes[WEBHOOK.kind]
    assert not lanes[WEBHOOK.kind] & lanes[TODO.kind]


def test_after_another_step_a_webhook_queues_with_the_webhooks(world: World) -> None:
    first, second = world.enroll(world.sequence(steps=[TODO, LATER]), world.person(), world.person())
    world.tick()
    assert fresh(first).lane_id == fresh(second).lane_id not in (first.lane_id, second.lane_id)
