"""Promise 7: for each enrollment the next time and the chain behind it; for each failure a code, words and advice."""

from datetime import timedelta

import pytest

from segue.actions.log_reply import log_reply
from segue.domain.delay import Delay, DelayUnit
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import Sent, Temporary
from segue.domain.replies import OnReply
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.models import Event
from segue.queries.drawer import StepState, drawer
from segue.queries.enrollments import of_record
from segue.queries.explain import why
from tests.engine.stages import EMAIL, TASK, TODO, WEBHOOK, answering, fresh, take
from tests.world import StepPlan, World

TOMORROW = StepPlan(StepKind.EMAIL, EMAIL.config, Delay(1, DelayUnit.DAYS))


def test_a_delay(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TOMORROW]), world.person())
    found = why(fresh(enrollment), world.now)
    assert found.next_at == world.now + timedelta(days=1)
    assert found.chain == [
        "It was enrolled at Mon 23 Nov 2026, 10:00.",
        "Step 1 follows 1 day later: Tue 24 Nov 2026, 10:00.",
    ]


def test_the_next_time_is_when_it_really_runs(world: World) -> None:
    sequence = world.sequence(steps=[TOMORROW, TOMORROW], window_days=[2])
    [enrollment] = world.enroll(sequence, world.person())
    for done in range(2):
        next_at = why(fresh(enrollment), world.now).next_at
        assert next_at is not None
        world.now = next_at - timedelta(seconds=1)
        world.tick()
        assert fresh(enrollment).position == done + 1
        world.tick(seconds=1)
        assert fresh(enrollment).position == done + 2


def test_a_task_a_pause_and_a_worker(world: World) -> None:
    sequence = world.sequence(steps=[TASK], on_reply=OnReply.PAUSE)
    [enrollment] = world.enroll(sequence, world.person())
    take(world)
    assert why(fresh(enrollment), world.now).chain[-1] == "A worker has it in hand right now."
    later = world.now + timedelta(hours=1)
    assert why(fresh(enrollment), later).chain[-1] == "It is due and next in line for a worker."
    log_reply(world.actor, enrollment.record, "Yes", world.now)
    assert why(fresh(enrollment), world.now).next_at is None


def test_a_temporary_error(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, Temporary(StepError(ErrorCode.WEBHOOK_BUSY, "503 Service Unavailable")), Sent())
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK]), world.person())
    world.tick()
    found = why(fresh(enrollment), world.now)
    assert found.next_at == fresh(enrollment).due_at
    assert found.chain[-1].startswith("Attempt 1 met a temporary error; the next one is at Mon 23 Nov 2026, 10:00:")


def test_a_failure_names_the_step_the_error_and_what_to_do(world: World) -> None:
    step = StepPlan(StepKind.EMAIL, {"subject": "Hi", "body": "How is {{ person.city }}?"})
    ada = world.person("Ada Lovelace")
    [enrollment] = world.enroll(world.sequence(steps=[TODO, step]), ada)
    world.tick()
    [row] = of_record(ada)
    assert (row.status, row.error_code, row.can_retry) == (Status.FAILED, ErrorCode.MISSING_VALUE, True)
    assert row.error_text == (
        "Step 2: A merge field has no value. "
        "{{ person.city }} has no value on this record, and the step gives it no fallback."
    )
    assert row.error_advice.endswith("then Retry.")
    event = Event.objects.get(enrollment=enrollment, kind="step_failed")
    assert (event.code, event.attempt, event.status) == (ErrorCode.MISSING_VALUE, 1, Status.FAILED)


def test_the_drawer_shows_each_step_with_what_became_of_it(world: World) -> None:
    step = StepPlan(StepKind.TODO, {"title": "{{ person.city }}"})
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, step, TODO]), world.person("Ada Lovelace"))
    world.tick()
    found = drawer(world.workspace, enrollment.id, world.now)
    assert [s.state for s in found.steps] == [StepState.DONE, StepState.FAILED, StepState.UPCOMING]
    assert (found.steps[0].at, found.steps[0].attempts) == (world.now, 1)
    assert found.steps[1].error is ErrorCode.MISSING_VALUE
    assert [event.kind for event in found.events] == ["enrolled", "step_done", "step_failed"]
    assert found.why.chain == ["Failed (Error): a step failed. Nothing runs until someone presses Retry."]
