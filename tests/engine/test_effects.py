"""What steps do to records, where it is not plain."""

import pytest

from segue.actions.retry import retry
from segue.domain.errors import ErrorCode
from segue.domain.records import RecordType
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.engine import effects
from segue.models import Activity, CustomField, Enrollment, Record, RecordTag, Tag
from tests.engine.stages import FIELD, TODO, assert_well, fresh, just, neighbors
from tests.world import StepPlan, World


def tag(name: str, operation: str = "add") -> StepPlan:
    return StepPlan(StepKind.TAG, {"operation": operation, "tag": name})


def test_a_tag_beyond_ascii_is_found_again(world: World) -> None:
    for _ in range(2):
        world.enroll(world.sequence(steps=[tag("Élan")]), world.person())
        world.tick()
    assert set(Enrollment.objects.values_list("status", flat=True)) == {Status.COMPLETED}
    assert (Tag.objects.get().name, RecordTag.objects.count()) == ("Élan", 2)


def test_taking_away_a_tag_that_is_not_there_is_done(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[tag("Cold", "remove")]), world.person())
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED


def test_tags_stay_in_their_workspace(world: World) -> None:
    theirs = Tag.objects.create(workspace=world.other_workspace, name="Warm")
    world.enroll(world.sequence(steps=[tag("Warm")]), world.person())
    world.tick()
    assert RecordTag.objects.get().tag != theirs


def test_two_sequences_set_fields_of_one_record_in_one_batch(world: World) -> None:
    ada = world.person("Ada Lovelace")
    for field, value in (("city", "London"), ("title", "Countess")):
        world.enroll(world.sequence(steps=[StepPlan(StepKind.FIELD, {"field": field, "value": value})]), ada)
    world.tick()
    found = Record.objects.get(id=ada.id)
    assert (found.city, found.title) == ("London", "Countess")
    assert "countess" in found.search


def test_a_company_cannot_lose_its_name(world: World) -> None:
    acme = world.company("Acme")
    steps = [StepPlan(StepKind.FIELD, {"field": "name", "value": ""})]
    [enrollment] = world.enroll(world.sequence(RecordType.COMPANY, steps), acme)
    world.tick()
    assert (fresh(enrollment).status, Record.objects.get(id=acme.id).name) == (Status.FAILED, "Acme")


def test_a_record_that_cannot_be_read_fails_alone(world: World) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="stage", label="Stage")
    good, bad = neighbors(world, 2)
    Record.objects.filter(id=bad.id).update(fields=["not", "what", "it", "should", "be"])
    looks = StepPlan(StepKind.TODO, {"title": "Call {{ person.name }}", "wait": False})
    first, second = world.enroll(world.sequence(steps=[TODO, looks]), good, bad)
    world.tick()
    assert fresh(first).status == Status.COMPLETED
    assert (fresh(second).status, fresh(second).error_code) == (Status.FAILED, ErrorCode.INTERNAL_ERROR)
    assert_well(world)
    Record.objects.filter(id=bad.id).update(fields={})
    retry(world.actor, just(second), world.now)
    world.tick()
    assert fresh(second).status == Status.COMPLETED


def test_a_record_whose_effect_breaks_fails_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = neighbors(world, 2)

    def refresh(record: Record) -> None:
        if record.id == bad.id:
            raise RuntimeError("a fault of ours")

    monkeypatch.setattr(effects, "refresh_texts", refresh)
    first, second = world.enroll(world.sequence(steps=[FIELD]), good, bad)
    world.tick()
    assert fresh(first).status == Status.COMPLETED
    assert (fresh(second).status, fresh(second).error_code) == (Status.FAILED, ErrorCode.INTERNAL_ERROR)
    assert Activity.objects.get().record == good
    assert_well(world)
