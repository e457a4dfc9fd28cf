"""The reader of an email opts out: the address is suppressed, its sequences stop, and nobody else's do."""

import pytest

from segue.actions.opt_out import opt_out
from segue.actions.unsuppress import unsuppress
from segue.domain.activities import ActivityKind
from segue.domain.delay import Delay, DelayUnit
from segue.domain.deliveries import DeliveryKey
from segue.domain.events import EventKind, Source
from segue.domain.opt_out import token_for
from segue.domain.records import RecordType
from segue.domain.refusals import NotFound
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason
from segue.domain.tiers import Tier
from segue.models import Activity, Delivery, Enrollment, Event, Record, Suppression
from tests.world import StepPlan, World

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "A word?"})
LATER = StepPlan(StepKind.EMAIL, {"subject": "Again", "body": "Still there?"}, Delay(2, DelayUnit.DAYS))
TASK = StepPlan(StepKind.CALL, {"title": "Call"})


def written_to(world: World, record: Record) -> tuple[Enrollment, str]:
    """An enrollment whose first email has left and whose second is to come; and the link of the first."""
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, LATER], name="First contact"), record)
    world.tick()
    return fresh(enrollment), link_of(enrollment)


def link_of(enrollment: Enrollment) -> str:
    delivery = Delivery.objects.get(enrollment=enrollment)
    key = DeliveryKey(enrollment.id, delivery.step_id, delivery.attempt)
    return token_for(delivery.workspace.opt_out_secret, key)


def fresh(enrollment: Enrollment) -> Enrollment:
    return Enrollment.objects.get(id=enrollment.id)


def test_the_address_is_suppressed_and_it_says_where_that_came_from(world: World) -> None:
    person = world.person("Ada Vale", email="ada@example.com")
    enrollment, link = written_to(world, person)
    opt_out(link, world.now)
    entry = Suppression.objects.get()
    assert (entry.workspace, entry.value, entry.reason) == (world.workspace, "ada@example.com", "opt_out")
    assert (entry.source, entry.created_at) == ("Opted out by the link in step 1 of “First contact”", world.now)
    activity = Activity.objects.get(kind=ActivityKind.OPT_OUT)
    step = enrollment.version.steps.get(position=1)
    assert (activity.record, activity.enrollment, activity.step) == (person, enrollment, step)
    assert "ada@example.com asked not to be written to any more" in activity.body


def test_the_sequence_stops_and_its_history_says_why(world: World) -> None:
    enrollment, link = written_to(world, world.person())
    opt_out(link, world.now)
    stopped = fresh(enrollment)
    assert (stopped.status, stopped.reason, stopped.due_at) == (Status.STOPPED, Reason.STOPPED_BY_OPT_OUT, None)
    event = Event.objects.filter(enrollment=enrollment, kind=EventKind.STOPPED).get()
    assert (event.source, event.actor) == (Source.RECIPIENT, None)
    world.tick(days=5)
    assert Delivery.objects.filter(enrollment=enrollment).count() == 1


def test_everything_that_runs_for_the_address_stops_and_what_is_over_stays(world: World) -> None:
    person = world.person(email="Ada@Example.com")
    company = world.company(email="ada@example.com")
    _, link = written_to(world, person)
    [task] = world.enroll(world.sequence(steps=[TASK]), person)
    [failed] = world.enroll(world.sequence(steps=[StepPlan(StepKind.CALL, {"title": "{{ person.city }}"})]), person)
    [completed] = world.enroll(world.sequence(steps=[StepPlan(StepKind.TODO, {"title": "x", "wait": False})]), person)
    [other_record] = world.enroll(world.sequence(RecordType.COMPANY, [TASK]), company)
    world.tick()
    assert (fresh(failed).status, fresh(completed).status) == (Status.FAILED, Status.COMPLETED)
    opt_out(link, world.now)
    assert {fresh(e).status for e in (task, failed, other_record)} == {Status.STOPPED}
    assert fresh(completed).status == Status.COMPLETED


def test_nobody_else_is_touched(world: World) -> None:
    _, link = written_to(world, world.person("Ada Vale", email="ada@example.com"))
    others = [
        world.person("Bo Vale", email="bo@example.com"),
        world.person("Ada Elsewhere", email="ada@example.org"),
        world.person("Ida", email="xada@example.com"),
        world.person("Without", email=""),
    ]
    enrolled = [world.enroll(world.sequence(steps=[TASK]), other)[0] for other in others]
    namesake = world.person("Ada Next Door", email="ada@example.com", workspace=world.other_workspace)
    sequence = world.sequence(steps=[TASK], workspace=world.other_workspace)
    enrolled += world.enroll(sequence, namesake, member=world.charlie)
    world.tick()
    before = [Enrollment.objects.filter(id=e.id).values().get() for e in enrolled]
    opt_out(link, world.now)
    assert [Enrollment.objects.filter(id=e.id).values().get() for e in enrolled] == before
    assert Suppression.objects.count() == 1


def test_pressing_twice_is_the_same_as_once(world: World) -> None:
    enrollment, link = written_to(world, world.person())
    opt_out(link, world.now)
    counted = [Activity.objects.count(), Event.objects.count(), list(Suppression.objects.values())]
    world.now = world.now.replace(hour=23)
    opt_out(link, world.now)
    assert [Activity.objects.count(), Event.objects.count(), list(Suppression.objects.values())] == counted
    assert fresh(enrollment).status == Status.STOPPED


def test_it_is_the_address_that_was_written_to_not_the_one_of_today(world: World) -> None:
    person = world.person(email="ada@old.example")
    enrollment, link = written_to(world, person)
    Record.objects.filter(pk=person.pk).update(email="ada@new.example")
    opt_out(link, world.now)
    assert Suppression.objects.get().value == "ada@old.example"
    assert fresh(enrollment).status == Status.IN_PROGRESS


def test_a_wish_outranks_what_was_known_before(world: World) -> None:
    person = world.person(email="ada@example.com")
    _, link = written_to(world, person)
    for reason in (SuppressionReason.MANUAL, SuppressionReason.BOUNCE):
        Suppression.objects.all().delete()
        Suppression.objects.create(
            workspace=world.workspace, value="ada@example.com", reason=reason, created_at=world.now
        )
        opt_out(link, world.now)
        assert Suppression.objects.get().reason == SuppressionReason.OPT_OUT


def test_after_an_admin_took_it_off_the_link_works_again(world: World) -> None:
    _, link = written_to(world, world.person())
    opt_out(link, world.now)
    unsuppress(world.actor, Suppression.objects.get())
    opt_out(link, world.now)
    assert Suppression.objects.count() == 1
    assert Activity.objects.filter(kind=ActivityKind.OPT_OUT).count() == 2


def test_it_works_on_basic(world: World) -> None:
    enrollment, link = written_to(world, world.person())
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    opt_out(link, world.now)
    assert fresh(enrollment).reason == Reason.STOPPED_BY_OPT_OUT


def test_a_token_of_another_secret_does_nothing(world: World) -> None:
    enrollment, link = written_to(world, world.person())
    body, _, mac = link.rpartition(".")
    key = DeliveryKey(enrollment.id, enrollment.version.steps.get(position=1).pk, 1)
    forged = [
        token_for(world.other_workspace.opt_out_secret, key),
        token_for("", key),
        f"{body}.{mac[::-1]}",
        f"{body}.",
        body,
        token_for(world.workspace.opt_out_secret, DeliveryKey(key.enrollment_id, key.step_id, 2)),
    ]
    for token in forged:
        with pytest.raises(NotFound):
            opt_out(token, world.now)
    assert not Suppression.objects.exists()
    assert fresh(enrollment).status == Status.IN_PROGRESS


def test_either_spelling_of_a_domain_is_the_same_address(world: World) -> None:
    person = world.person(email="ada@bücher.example")
    twin = world.person(email="ada@xn--bcher-kva.example")
    _, link = written_to(world, person)
    [enrollment] = world.enroll(world.sequence(steps=[TASK]), twin)
    opt_out(link, world.now)
    assert Suppression.objects.get().value == "ada@xn--bcher-kva.example"
    assert fresh(enrollment).status == Status.STOPPED
