"""The ledger report holds after whatever the product does, and finds each way in which the books could be wrong."""

from datetime import timedelta

import pytest

from segue.actions.retry import retry
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, OutboxMessage
from segue.queries.ledger import verify
from tests.world import StepPlan, World, client_of

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "In {{ person.city }}"})
PLAIN = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "A word?"})


def broken(world: World) -> list[str]:
    return [claim.words for claim in verify(world.now).claims if not claim.holds]


@pytest.fixture
def sent(world: World) -> Delivery:
    """A mail that left, with its books in order."""
    world.enroll(world.sequence(steps=[PLAIN]), world.person())
    world.tick()
    assert broken(world) == []
    return Delivery.objects.get()


def test_a_failed_step_that_a_person_retried_is_in_order(world: World) -> None:
    person = world.person()
    [enrollment] = world.enroll(world.sequence(steps=[PLAIN, EMAIL]), person)
    world.tick()
    person.city = "Ghent"
    person.save()
    retry(world.actor, Enrollment.objects.filter(id=enrollment.id), world.now)
    world.tick(minutes=1)
    assert Delivery.objects.filter(state="sent").count() == 2
    assert broken(world) == []


def test_a_step_sent_twice_is_found(world: World, sent: Delivery) -> None:
    again = Delivery.objects.get(id=sent.id)
    again.pk, again.attempt = None, 2
    again.opened_at = again.closed_at = world.now + timedelta(seconds=1)
    again.save()
    assert "No step was sent twice unless a person pressed Retry in between" in broken(world)


def test_a_mail_without_its_activity_is_found(world: World, sent: Delivery) -> None:
    Activity.objects.all().delete()
    [claim] = [claim for claim in verify(world.now).claims if not claim.holds]
    assert (claim.words, claim.ids) == ("Everything that was sent is an activity of its record", [sent.id])


def test_a_mail_that_is_not_in_the_outbox_is_found(world: World, sent: Delivery) -> None:
    OutboxMessage.objects.all().delete()
    assert broken(world) == ["Everything in the Outbox was sent, and the other way round"]


def test_a_mail_in_the_outbox_that_never_left_is_found(world: World, sent: Delivery) -> None:
    Delivery.objects.update(state="failed")
    assert broken(world) == ["Everything in the Outbox was sent, and the other way round"]


def test_an_unknown_outcome_that_nobody_was_asked_about_is_found(world: World, sent: Delivery) -> None:
    Delivery.objects.update(state="unknown")
    OutboxMessage.objects.all().delete()
    Enrollment.objects.filter(id=sent.enrollment_id).update(
        status="in_progress", step=sent.step, attempt=sent.attempt, due_at=world.now
    )
    assert broken(world) == ["No outcome is unknown without a person being asked"]


def test_an_attempt_left_open_is_found(world: World, sent: Delivery) -> None:
    Delivery.objects.update(state="open", opened_at=world.now - timedelta(hours=2))
    assert broken(world) == ["No attempt is open that no worker has in hand"]


def test_what_is_overdue_is_found(world: World) -> None:
    world.enroll(world.sequence(steps=[PLAIN]), world.person())
    world.now += timedelta(hours=2)
    assert broken(world) == ["Nothing is overdue without a reason"]


def test_the_page_shows_ones_own_workspace_only(world: World, sent: Delivery) -> None:
    Activity.objects.all().delete()
    assert f"No: 1 ({sent.id})" in client_of(world.alice).get("/settings/ledger/").content.decode()
    assert "The books agree." in client_of(world.charlie).get("/settings/ledger/").content.decode()
