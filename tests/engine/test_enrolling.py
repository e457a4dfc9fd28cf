"""Enrolling a list answers for each record by itself; a record has one live enrollment in a sequence."""

import pytest
from django.db import IntegrityError, transaction

from segue.actions.enroll import EnrollResult, enroll
from segue.actions.remove import remove
from segue.actions.stop import stop
from segue.domain.delay import Delay, DelayUnit
from segue.domain.eligibility import Refusal
from segue.domain.records import RecordType
from segue.domain.refusals import Conflict, NotFound, TierRequired
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.domain.tiers import Tier
from segue.models import Activity, Enrollment, Record, Sequence
from tests.engine.stages import EMAIL, TASK, TODO, assert_well, fresh, just, kinds
from tests.world import StepPlan, World, actor_of


def enrolling(world: World, sequence: Sequence, *records: Record) -> list[EnrollResult]:
    return enroll(world.actor, sequence, [record.id for record in records], world.now)


def test_each_record_has_its_own_answer_in_the_order_given(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    ada, there, without = world.person("Ada Lovelace"), world.person("Al Ready"), world.person("No Mail", email="")
    company, foreign = world.company("Acme"), world.person("Far Away", workspace=world.other_workspace)
    world.enroll(sequence, there)
    results = enroll(
        world.actor, sequence, [company.id, ada.id, foreign.id, there.id, without.id, 10**12, ada.id], world.now
    )
    assert [(r.record_id, r.name, r.refusal) for r in results] == [
        (company.id, "Acme", Refusal.WRONG_TYPE),
        (ada.id, "Ada Lovelace", None),
        (foreign.id, "", Refusal.NOT_FOUND),
        (there.id, "Al Ready", Refusal.ALREADY_ENROLLED),
        (without.id, "No Mail", Refusal.NO_ADDRESS),
        (10**12, "", Refusal.NOT_FOUND),
    ]
    assert all(bool(r.message) == bool(r.refusal) == (r.enrollment_id is None) for r in results)
    assert "In Progress" in results[3].message
    assert Enrollment.objects.count() == 2
    assert_well(world)


def test_a_person_in_a_company_sequence_is_refused_as_well(world: World) -> None:
    [result] = enrolling(world, world.sequence(RecordType.COMPANY), world.person())
    assert result.refusal is Refusal.WRONG_TYPE


def test_without_mail_no_address_is_needed(world: World) -> None:
    [result] = enrolling(world, world.sequence(steps=[TODO]), world.person(email=""))
    assert result.refusal is None


def test_nothing_to_enroll_is_no_error(world: World) -> None:
    assert enroll(world.actor, world.sequence(), [], world.now) == []


def test_more_than_one_chunk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segue.actions.enroll.CHUNK", 3)
    results = enrolling(world, world.sequence(), *[world.person() for _ in range(10)])
    assert len({r.enrollment_id for r in results}) == 10
    assert_well(world)


@pytest.mark.parametrize("removed_as", [Status.IN_PROGRESS, Status.STOPPED, Status.COMPLETED])
def test_remove_then_enroll_again_is_a_new_round(world: World, removed_as: Status) -> None:
    sequence, ada = world.sequence(steps=[TODO]), world.person("Ada Lovelace")
    [first] = world.enroll(sequence, ada)
    if removed_as is Status.STOPPED:
        stop(world.actor, just(first), world.now)
    elif removed_as is Status.COMPLETED:
        world.tick()
    remove(world.actor, just(first), world.now)
    before = Activity.objects.filter(record=ada).count()
    [second] = world.enroll(sequence, ada)
    world.tick()
    assert (fresh(first).round, fresh(second).round) == (1, 2)
    assert fresh(first).removed_at is not None
    assert fresh(second).status == Status.COMPLETED
    assert Activity.objects.filter(record=ada).count() == before + 1
    assert_well(world)


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.STOPPED, Status.COMPLETED])
def test_without_remove_it_is_refused_with_the_status_it_has(world: World, status: Status) -> None:
    sequence, ada = world.sequence(steps=[TODO]), world.person("Ada Lovelace")
    [enrollment] = world.enroll(sequence, ada)
    if status is Status.STOPPED:
        stop(world.actor, just(enrollment), world.now)
    elif status is Status.COMPLETED:
        world.tick()
    [result] = enrolling(world, sequence, ada)
    assert (result.name, result.refusal) == ("Ada Lovelace", Refusal.ALREADY_ENROLLED)
    assert f": {status.label}." in result.message


def test_the_database_keeps_a_second_live_enrollment_out(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(), world.person())
    enrollment.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        enrollment.save()


def test_the_same_record_in_two_sequences(world: World) -> None:
    ada = world.person()
    world.enroll(world.sequence(steps=[TODO]), ada)
    world.enroll(world.sequence(steps=[TODO]), ada)
    world.tick()
    assert Activity.objects.filter(record=ada).count() == 2


def test_a_sequence_that_takes_no_records_says_why(world: World) -> None:
    archived = world.sequence(name="Old", archived_at=world.now)
    draft = Sequence.objects.create(workspace=world.workspace, type="person", name="New", created_at=world.now)
    with pytest.raises(Conflict, match="Old is archived"):
        enrolling(world, archived, world.person())
    with pytest.raises(Conflict, match="New has not been published yet"):
        enrolling(world, draft, world.person())


def test_a_sequence_of_another_workspace_is_not_there(world: World) -> None:
    foreign = world.sequence(workspace=world.other_workspace)
    with pytest.raises(NotFound):
        enrolling(world, foreign, world.person())
    with pytest.raises(NotFound):
        enrolling(world, foreign, world.person(workspace=world.other_workspace))
    assert not Enrollment.objects.exists()


def test_on_basic_nobody_is_enrolled(world: World) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    with pytest.raises(TierRequired, match="Professional"):
        enrolling(world, world.sequence(), world.person())


def test_it_begins_at_the_first_step_with_who_did_it(world: World) -> None:
    steps = [StepPlan(StepKind.CALL, {"title": "Call"}, Delay(1, DelayUnit.BUSINESS_DAYS)), TASK]
    [result] = enroll(actor_of(world.mel), world.sequence(steps=steps), [world.person().id], world.now)
    enrollment = Enrollment.objects.get(id=result.enrollment_id or 0)
    assert (enrollment.position, enrollment.round, enrollment.attempt) == (1, 1, 0)
    assert (enrollment.status, enrollment.reason) == (Status.IN_PROGRESS, Reason.SCHEDULED)
    assert enrollment.enrolled_by == world.mel
    assert enrollment.due_at is not None
    assert (enrollment.due_at - world.now).days == 1
    assert kinds(enrollment) == ["enrolled"]
