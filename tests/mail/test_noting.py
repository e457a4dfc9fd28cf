"""What came of a message is noted while the batch goes on: a worker that dies leaves little that nobody knows of."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from segue.bench.mail_server import Server
from segue.channels.contract import NOTHING, Effect, Start
from segue.channels.smtp.channel import SmtpChannel
from segue.channels.smtp.sending import MOST_AT_ONCE
from segue.domain.outcome import Outcome
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason
from segue.engine.sweep import sweep
from segue.models import Activity, Delivery, Enrollment, Mailbox, Suppression
from segue.models.state.changes import By, stop
from tests.engine.stages import Died
from tests.world import StepPlan, World

MAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "<p>Hi there.</p>"})


def enroll(world: World, many: int) -> list[Enrollment]:
    return world.enroll(world.sequence(steps=[MAIL]), *(world.person(email=f"p{n}@there.example") for n in range(many)))


def at_the_second_start(monkeypatch: pytest.MonkeyPatch, happens: object) -> None:
    """Have something happen once the first few of a batch have left."""
    original = SmtpChannel.perform
    calls = []

    def perform(self: SmtpChannel, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        def start_then(effects: Sequence[Effect], done: Mapping[int, Outcome] = NOTHING) -> frozenset[int]:
            calls.append(effects)
            if len(calls) == 2:
                happens()  # type: ignore[operator]  # any function
            return start(effects, done)

        return original(self, effects, start_then)

    monkeypatch.setattr(SmtpChannel, "perform", perform)


def states() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def die() -> None:
    raise Died


def test_what_was_noted_is_settled_and_what_was_not_begun_is_sent_once(
    world: World, server: Server, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mailbox.objects.update(connections=1)
    enrollments = enroll(world, 45)
    with monkeypatch.context() as patch:
        at_the_second_start(patch, die)
        with pytest.raises(Died):
            world.tick()
    assert (len(server.taken), states()) == (1, {"ready": 44, "open": 1})
    world.now += timedelta(minutes=10)
    sweep(world.now)
    # The first was sent, but nobody had noted so yet when the worker died. The others were never begun.
    assert states() == {"unknown": 1}
    world.tick()
    assert len(server.taken) == 45
    assert len(set(server.recipients())) == 45
    assert Enrollment.objects.filter(status="failed", error_code="outcome_unknown").count() == 1
    assert Enrollment.objects.filter(status="completed").count() == 44 == len(enrollments) - 1


def test_what_came_in_before_the_worker_died_is_known(
    world: World, server: Server, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mailbox.objects.update(connections=1)
    enroll(world, 45)
    with monkeypatch.context() as patch:
        patch.setattr("segue.engine.leave.settle_left", lambda *_: die())
        with pytest.raises(Died):
            world.tick()
    world.now += timedelta(minutes=10)
    sweep(world.now)
    found = states()
    assert found["sent"] + found["unknown"] == 45
    assert 0 < found["unknown"] <= MOST_AT_ONCE
    assert Activity.objects.filter(kind="email").count() == found["sent"]
    assert len(server.taken) == 45


def test_stop_reaches_what_was_written_down_and_not_begun(
    world: World, server: Server, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mailbox.objects.update(connections=1)
    enrollments = enroll(world, 45)
    late = Enrollment.objects.filter(id__in=[e.id for e in enrollments[1:]])
    by = By(world.actor.source, world.alice.id, world.now)
    with monkeypatch.context() as patch:
        at_the_second_start(patch, lambda: stop(late, by))
        world.tick()
    assert (len(server.taken), states()) == (1, {"sent": 1})
    assert Enrollment.objects.filter(status="stopped").count() == 44
    world.tick(days=1)
    assert len(server.taken) == 1


def test_a_suppression_reaches_what_was_written_down_and_not_begun(
    world: World, server: Server, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mailbox.objects.update(connections=1)
    enroll(world, 45)

    def suppress() -> None:
        Suppression.objects.create(
            workspace=world.workspace, value="there.example", reason=SuppressionReason.MANUAL, created_at=world.now
        )

    with monkeypatch.context() as patch:
        at_the_second_start(patch, suppress)
        world.tick()
    assert len(server.taken) == 1
    assert Enrollment.objects.filter(status="stopped", reason="stopped_by_suppression").count() == 44
