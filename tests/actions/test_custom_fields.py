"""Fields of one's own: added, and deleted only where no running step needs them."""

import pytest

from segue.actions.add_field import add_field, key_from
from segue.actions.delete_field import delete_field
from segue.domain.records import RecordType
from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from segue.domain.steps import StepKind
from segue.models import CustomField, Enrollment, Sequence, Version
from segue.queries.fields import field_set
from tests.world import NOW, StepPlan, World, actor_of

MENTION = StepPlan(StepKind.TODO, {"title": "Ask about {{ person.notice_period }}"})
UPDATE = StepPlan(StepKind.FIELD, {"field": "notice_period", "value": "a month"})
NO_MENTION = StepPlan(StepKind.TODO, {"title": "Call {{ person.first_name }}"})


@pytest.fixture
def field(world: World) -> CustomField:
    return add_field(world.actor, RecordType.PERSON, "Notice period", "notice_period")


def exists(field: CustomField) -> bool:
    return CustomField.objects.filter(pk=field.pk).exists()


def test_it_is_known_to_merge_fields(world: World, field: CustomField) -> None:
    assert field_set(world.workspace).merge_names(RecordType.PERSON)["person.notice_period"] == "Notice period"
    assert "notice_period" not in field_set(world.workspace).of(RecordType.COMPANY)


@pytest.mark.parametrize("key", ["notice_period", "email", "Upper", "2nd", "with space", "k" * 41, "a-b"])
def test_a_key_is_free_and_plain(world: World, field: CustomField, key: str) -> None:
    with pytest.raises(Invalid) as caught:
        add_field(world.actor, RecordType.PERSON, "Another", key)
    assert set(caught.value.problems) == {"key"}


@pytest.mark.parametrize("label", ["", "l" * 101])
def test_a_label_is_needed(world: World, label: str) -> None:
    with pytest.raises(Invalid) as caught:
        add_field(world.actor, RecordType.PERSON, label, "some_key")
    assert set(caught.value.problems) == {"label"}


@pytest.mark.parametrize(
    ("label", "key"),
    [("Notice period", "notice_period"), ("Größe (cm)", "grosse_cm"), ("2nd phone", "nd_phone"), ("日本", "")],
)
def test_a_key_is_made_from_the_label(label: str, key: str) -> None:
    assert key_from(label) == key


@pytest.mark.parametrize("step", [MENTION, UPDATE])
def test_it_stays_while_a_published_step_needs_it(world: World, field: CustomField, step: StepPlan) -> None:
    sequence = world.sequence(steps=[NO_MENTION, step], name="Backend engineers")
    with pytest.raises(Conflict, match="“Backend engineers”"):
        delete_field(world.actor, field)
    assert exists(field)
    Sequence.objects.filter(pk=sequence.pk).update(archived_at=NOW)
    delete_field(world.actor, field)
    assert not exists(field)


def test_it_stays_while_somebody_runs_an_older_version_that_needs_it(world: World, field: CustomField) -> None:
    sequence = world.sequence(steps=[MENTION])
    old = sequence.current_version
    assert old is not None
    enrollment = enroll_by_hand(world, sequence, old)
    sequence.current_version = Version.objects.create(workspace=world.workspace, sequence=sequence, number=2)
    sequence.save()
    with pytest.raises(Conflict):
        delete_field(world.actor, field)
    Enrollment.objects.filter(pk=enrollment.pk).update(removed_at=NOW)
    delete_field(world.actor, field)


def test_steps_that_do_not_need_it_do_not_hold_it(world: World, field: CustomField) -> None:
    world.sequence(steps=[NO_MENTION])
    world.sequence(RecordType.COMPANY, [StepPlan(StepKind.TODO, {"title": "Look up {{ company.city }}"})])
    delete_field(world.actor, field)
    assert not exists(field)


def test_only_an_admin_of_the_workspace_adds_and_deletes(world: World, field: CustomField) -> None:
    with pytest.raises(NotAllowed):
        add_field(actor_of(world.bob), RecordType.PERSON, "Another", "another")
    with pytest.raises(NotAllowed):
        delete_field(actor_of(world.mel), field)
    with pytest.raises(NotFound):
        delete_field(actor_of(world.charlie), field)
    assert exists(field)


def enroll_by_hand(world: World, sequence: Sequence, version: Version) -> Enrollment:
    lane = world.workspace.lanes.filter(shard=0).get()
    return Enrollment.objects.create(
        workspace=world.workspace,
        sequence=sequence,
        version=version,
        record=world.person(),
        step=version.steps.get(),
        since=NOW,
        lane=lane,
        enrolled_at=NOW,
    )
