"""Sets, not rows: a batch of 1,000 takes as many statements as one of 10, whatever its steps do."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.actions.enroll import enroll
from segue.actions.remove import remove
from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.domain.outcome import Sent
from segue.engine.tick import tick
from segue.models import Enrollment, Record
from tests.engine.stages import EMAIL, FIELD, TAG, TASK, TODO, WEBHOOK, answering, neighboring_ids
from tests.world import NOW, StepPlan, World

FEW, MANY = 10, 1_000
STEPS = pytest.mark.parametrize("step", [EMAIL, TASK, TODO, TAG, FIELD, WEBHOOK], ids=lambda s: s.kind.value)


@pytest.fixture
def people(world: World) -> list[Record]:
    """Enough for both batches, all in one lane."""
    return Record.objects.bulk_create(
        Record(
            id=i, workspace=world.workspace, type="person", name="Ada", first_name="Ada", email=f"{i}@example.com",
            search="ada", created_at=NOW, updated_at=NOW,
        )
        for i in neighboring_ids(FEW + MANY)
    )  # fmt: skip


def statements(world: World, step: StepPlan, people: list[Record]) -> dict[str, int]:
    """How many statements it takes to enroll these people, and to run their step."""
    sequence = world.sequence(steps=[step, TODO])
    ids = [person.id for person in people]
    with CaptureQueriesContext(connection) as enrolling:
        results = enroll(world.actor, sequence, ids, world.now)
    lane = Enrollment.objects.get(id=results[0].enrollment_id or 0).lane_id
    with CaptureQueriesContext(connection) as running:
        assert tick(lane, world.now).claimed == len(people)
    world.tick()  # the second step, so that the next batch is one of its own
    return {"enroll": len(enrolling), "tick": len(running)}


@STEPS
def test_a_large_batch_takes_as_many_statements_as_a_small_one(
    world: World, people: list[Record], step: StepPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, Sent("204")).batch = MANY
    monkeypatch.setattr("segue.channels.outbox.OutboxChannel.batch", MANY)
    statements(world, step, people[:1])  # the first use of a tag makes it, and that of a lane defers it
    few, many = statements(world, step, people[:FEW]), statements(world, step, people[FEW:])
    assert few == many
    assert max(few.values()) < 50


@pytest.mark.parametrize("verb", [stop, remove, retry])
def test_the_verbs_work_on_sets(world: World, people: list[Record], verb: Callable[..., object]) -> None:
    broken = StepPlan(TODO.kind, {"title": "{{ person.city }}"})
    counted = []
    for group in (people[:FEW], people[FEW:]):
        sequence = world.sequence(steps=[broken])
        enroll(world.actor, sequence, [person.id for person in group], world.now)
        world.tick()
        scope = Enrollment.objects.filter(sequence=sequence)
        with CaptureQueriesContext(connection) as captured:
            verb(world.actor, scope, world.now)
        counted.append(len(captured))
    assert counted[0] == counted[1]
