"""The SQL of docs/scaling.md does to our tables what the page says, and leaves every promise kept."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from segue.actions.remove import remove
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, Event, InboundMessage, Mailbox, OutboxMessage
from segue.queries.doctor import examine
from segue.queries.drawer import drawer
from segue.queries.ledger import verify
from tests.quality.source import DOCS
from tests.world import StepPlan, World

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hi", "body": "<p>Hello</p>"})
CALL = StepPlan(StepKind.CALL, {"title": "Call", "wait": False})

pytestmark = pytest.mark.django_db


def sql_blocks(language: str) -> list[str]:
    """The examples in that language, without their transaction: the test has its own."""
    page = (DOCS / "scaling.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [block.replace("BEGIN;", "").replace("COMMIT;", "") for block in blocks]


def run(block: str) -> None:
    with connection.cursor() as cursor:
        for statement in block.split(";"):
            if statement.strip():
                cursor.execute(statement)
    connection.check_constraints()


@pytest.fixture
def kept_and_removed(world: World) -> tuple[Enrollment, Enrollment]:
    """Both were sent an email and have a task; something came in that refers to what the removed one sent."""
    sequence = world.sequence(steps=[EMAIL, CALL])
    kept, removed = world.enroll(sequence, world.person(), world.person())
    world.tick()
    remove(world.actor, Enrollment.objects.filter(id=removed.id), world.now)
    InboundMessage.objects.create(
        workspace=world.workspace, mailbox=Mailbox.objects.filter(workspace=world.workspace)[0], kind="reply", rule="",
        source_key="1:1", message_id="<a@b>", record=removed.record, enrollment=removed,
        delivery=Delivery.objects.get(enrollment=removed),
        activity=Activity.objects.get(enrollment=removed, kind="email"),
        received_at=world.now, created_at=world.now,
    )  # fmt: skip
    return kept, removed


def test_archiving_takes_what_was_removed_and_nothing_else(
    world: World, kept_and_removed: tuple[Enrollment, Enrollment]
) -> None:
    kept, removed = kept_and_removed
    deliveries, activities = sql_blocks("sql")
    run(deliveries.replace("2025-01-01", "2099-01-01"))
    for model in (Delivery, Event, OutboxMessage):
        where = "delivery__enrollment" if model is OutboxMessage else "enrollment"
        assert not model._default_manager.filter(**{where: removed}).exists()
        assert model._default_manager.filter(**{where: kept}).exists()
    run(activities.replace("2025-01-01", "2099-01-01"))
    assert [a.state for a in Activity.objects.filter(enrollment=removed)] == ["open"]
    assert Activity.objects.filter(enrollment=kept).count() == 2
    assert InboundMessage.objects.get().delivery_id is None
    later = world.now + timedelta(days=1)
    assert verify(later).holds
    assert not examine(later).findings
    assert [step.state.value for step in drawer(world.workspace, kept.id, later).steps] == ["done", "done"]


def test_archiving_leaves_alone_what_is_newer(kept_and_removed: tuple[Enrollment, Enrollment]) -> None:
    before = [model._default_manager.count() for model in (Delivery, Event, OutboxMessage, Activity)]
    for block in sql_blocks("sql"):
        run(block)
    assert [model._default_manager.count() for model in (Delivery, Event, OutboxMessage, Activity)] == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no partitions")
def test_partitioned_events_are_events(world: World) -> None:
    connection.check_constraints()
    (block,) = sql_blocks("postgres")
    run(block)
    (enrollment,) = world.enroll(world.sequence(steps=[EMAIL, CALL]), world.person())
    world.tick()
    assert Event.objects.filter(enrollment=enrollment).count() == 4  # enrolled, two steps, completed
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM segue_event_1")
        assert cursor.fetchone() == (Event.objects.count(),)
    assert verify(world.now).holds
