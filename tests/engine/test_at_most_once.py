"""Promise 1: no effect outside the database happens twice by itself, whatever the worker dies of."""

import pytest
from django.db import IntegrityError, connection, transaction

from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.domain.errors import ErrorCode
from segue.domain.outcome import Sent
from segue.domain.status import Status
from segue.engine.sweep import sweep
from segue.engine.tick import tick
from segue.models import Activity, Delivery, Enrollment, OutboxMessage
from tests.engine.stages import (
    EMAIL,
    TODO,
    WEBHOOK,
    Died,
    answering,
    assert_well,
    during_outbox,
    during_webhook,
    fresh,
    just,
    kinds,
    sweep_later,
)
from tests.world import World


def die() -> None:
    raise Died


def cut_off(world: World, monkeypatch: pytest.MonkeyPatch, *, sent: bool) -> Enrollment:
    """An email whose worker died before, or right after, it was kept in the Outbox."""
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, TODO]), world.person("Ada Lovelace"))
    with monkeypatch.context() as patch:
        during_outbox(patch, after=die) if sent else during_outbox(patch, before=die)
        with pytest.raises(Died):
            world.tick()
    return enrollment


def states() -> list[tuple[int, str]]:
    return list(Delivery.objects.order_by("id").values_list("attempt", "state"))


def test_mail_that_had_left_is_found_and_not_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrollment = cut_off(world, monkeypatch, sent=True)
    assert sweep_later(world).deliveries == 1
    world.tick()
    assert (OutboxMessage.objects.count(), states()) == (1, [(1, "sent")])
    assert [a.kind for a in Activity.objects.order_by("id")] == ["email", "todo"]
    assert fresh(enrollment).status == Status.COMPLETED
    assert_well(world)


def test_mail_that_had_not_left_is_sent_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrollment = cut_off(world, monkeypatch, sent=False)
    sweep_later(world)
    assert OutboxMessage.objects.count() == 0
    world.tick()
    assert (OutboxMessage.objects.count(), states()) == (1, [(1, "not_tried"), (2, "sent")])
    assert Activity.objects.filter(kind="email").count() == 1
    assert fresh(enrollment).status == Status.COMPLETED
    assert_well(world)


def test_nothing_is_resent_while_nobody_has_looked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrollment = cut_off(world, monkeypatch, sent=True)
    sweep(world.now)
    world.tick()
    assert (OutboxMessage.objects.count(), states()) == (1, [(1, "open")])
    assert fresh(enrollment).position == 1


def test_a_webhook_that_may_have_arrived_waits_for_a_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = answering(monkeypatch, Sent("204"))
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK]), world.person())
    with monkeypatch.context() as patch:
        patch.setattr("segue.engine.leave.settle_left", lambda *_: die())  # the power goes between answer and record
        with pytest.raises(Died):
            world.tick()
    sweep_later(world)
    world.tick(days=1)
    failed = fresh(enrollment)
    assert (failed.status, failed.error_code) == (Status.FAILED, ErrorCode.OUTCOME_UNKNOWN)
    assert (len(channel.seen), states()) == (1, [(1, "unknown")])
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert (len(channel.seen), states()) == (2, [(1, "unknown"), (2, "sent")])
    assert len({effect.key.idempotency_key for effect in channel.seen}) == 1
    assert fresh(enrollment).status == Status.COMPLETED
    assert_well(world)


def test_a_worker_that_slept_over_its_lease_keeps_its_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person())
    with monkeypatch.context() as patch:
        during_outbox(patch, before=lambda: sweep_later(world))
        tick(fresh(enrollment).lane_id, world.now)
    assert OutboxMessage.objects.count() == 0
    world.tick()
    assert (OutboxMessage.objects.count(), states()) == (1, [(1, "not_tried"), (2, "sent")])
    assert "late_result" in kinds(enrollment)
    assert_well(world)


def test_a_late_answer_puts_right_what_was_taken_for_unknown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = answering(monkeypatch, Sent("204"))
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK, TODO]), world.person())
    with monkeypatch.context() as patch:
        during_webhook(patch, channel, before=lambda: sweep_later(world))
        world.tick()
    assert (fresh(enrollment).status, states()) == (Status.COMPLETED, [(1, "sent")])
    assert kinds(enrollment)[1:4] == ["step_failed", "late_result", "step_done"]
    assert (len(channel.seen), Activity.objects.count()) == (1, 2)
    assert_well(world)


def test_a_late_answer_moves_nothing_that_a_person_has_moved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = answering(monkeypatch, Sent("204"))
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK, TODO]), world.person())

    def give_up() -> None:
        sweep_later(world)
        stop(world.actor, just(enrollment), world.now)

    with monkeypatch.context() as patch:
        during_webhook(patch, channel, before=give_up)
        world.tick()
    assert (fresh(enrollment).status, states()) == (Status.STOPPED, [(1, "sent")])
    assert kinds(enrollment)[-2:] == ["stopped", "late_result"]
    assert_well(world)


def test_the_same_attempt_cannot_be_written_down_twice(world: World) -> None:
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    world.tick()
    again = Delivery.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.django_db(transaction=True)
def test_it_is_written_down_before_and_tried_with_no_transaction_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, list[tuple[int, str]]]] = []
    during_outbox(monkeypatch, before=lambda: seen.append((connection.in_atomic_block, states())))
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    world.tick()
    assert seen == [(False, [(1, "open")])]
