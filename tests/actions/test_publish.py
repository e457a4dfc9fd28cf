"""Publishing: the draft becomes the next version, or is refused with everything that is wrong with it."""

import pytest

from segue.actions.archive_sequence import archive_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step, change_step, delete_step
from segue.actions.enroll import enroll
from segue.actions.publish import publish
from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from segue.models import CustomField, Enrollment, Sequence, Step
from segue.queries.sequences import editable_version, has_changes, standing, steps_of
from tests.world import NOW, World, actor_of

EMAIL = {"subject": "Hello {{ person.first_name }}", "body": 'At {{ company.name | default: "work" }}'}


def drafted(world: World, *steps: tuple[str, dict[str, str]], record_type: str = "person") -> Sequence:
    sequence = create_sequence(world.actor, record_type, "Outreach", "", NOW)
    for kind, config in steps:
        add_step(world.actor, sequence, kind, config, 1, "days", NOW)
    return sequence


def test_publishing_makes_the_draft_the_current_version(world: World) -> None:
    sequence = drafted(world, ("email", EMAIL), ("todo", {"title": "Call back"}))
    version = publish(world.actor, sequence, NOW)
    sequence.refresh_from_db()
    assert (sequence.current_version, sequence.state) == (version, "active")
    assert (version.number, version.step_count, version.sends_email) == (1, 2, True)
    assert (version.published_at, version.published_by) == (NOW, world.alice)
    assert not has_changes(sequence)


def test_the_next_version_leaves_the_one_before_and_its_records_alone(world: World) -> None:
    sequence = drafted(world, ("todo", {"title": "Old words"}), ("todo", {"title": "Second"}))
    first = publish(world.actor, sequence, NOW)
    sequence.refresh_from_db()
    enroll(world.actor, sequence, [world.person("Early Bird").pk], NOW)
    before = list(Step.objects.filter(version=first).order_by("pk").values_list())
    step = steps_of(editable_version(sequence))[0]
    change_step(world.actor, step, {"title": "New words"}, 1, "days", NOW)
    second = publish(world.actor, sequence, NOW)
    sequence.refresh_from_db()
    enroll(world.actor, sequence, [world.person("Late Comer").pk], NOW)
    assert second.number == 2
    assert list(Step.objects.filter(version=first).order_by("pk").values_list()) == before
    taken = dict(Enrollment.objects.values_list("record__name", "step__config__title"))
    assert taken == {"Early Bird": "Old words", "Late Comer": "New words"}
    # Both stand at the same step, whatever version they run.
    assert standing(sequence) == {step.key: 2}


def test_no_steps_no_version(world: World) -> None:
    sequence = drafted(world)
    with pytest.raises(Invalid) as refused:
        publish(world.actor, sequence, NOW)
    assert refused.value.problems == {"": ["The sequence has no steps. Add one."]}


@pytest.mark.parametrize(
    ("kind", "config", "problem"),
    [
        ("email", EMAIL | {"subject": ""}, "Subject is empty."),
        ("email", EMAIL | {"body": "  "}, "Message is empty."),
        ("email", EMAIL | {"body": "{{ person.shoe_size }}"}, "There is no merge field {{ person.shoe_size }}."),
        ("email", EMAIL | {"body": "{{ person.city | shout }}"}, "There is no filter “shout”."),
        ("email", EMAIL | {"body": "Hello {{ person.city"}, "not valid"),
        ("todo", {}, "Title is empty."),
        ("message", {"title": "{{ nobody }}"}, "There is no merge field {{ nobody }}."),
        ("field", {}, "Choose the field to update."),
        ("field", {"field": "shoe_size", "value": "44"}, "There is no field “shoe_size” on a person."),
        ("field", {"field": "name", "value": "X"}, "The field “Name” cannot be set by a step."),
        ("tag", {}, "Name the tag."),
        ("webhook", {}, "The address is empty."),
        ("webhook", {"url": "ftp://example.com"}, "must start with https://"),
    ],
)
def test_a_step_that_is_not_ready_holds_up_publishing(
    world: World, kind: str, config: dict[str, str], problem: str
) -> None:
    sequence = drafted(world, ("todo", {"title": "Fine"}), (kind, config))
    bad = steps_of(editable_version(sequence))[1]
    with pytest.raises(Invalid) as refused:
        publish(world.actor, sequence, NOW)
    assert {name.split(".config.")[0] for name in refused.value.problems} == {bad.key}
    assert problem in str(refused.value)
    sequence.refresh_from_db()
    assert sequence.state == "draft"


def test_people_fields_are_unknown_to_a_company_sequence(world: World) -> None:
    sequence = drafted(world, ("email", EMAIL), record_type="company")
    with pytest.raises(Invalid, match=r"no merge field \{\{ person.first_name \}\}"):
        publish(world.actor, sequence, NOW)


def test_fields_of_the_workspace_can_be_used(world: World) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="shoe_size", label="Shoe size")
    sequence = drafted(
        world,
        ("email", EMAIL | {"body": "{{ person.shoe_size }}"}),
        ("field", {"field": "shoe_size", "value": "44"}),
    )
    assert publish(world.actor, sequence, NOW).number == 1


def test_publishing_twice_makes_one_version(world: World) -> None:
    sequence = drafted(world, ("todo", {"title": "Once"}))
    publish(world.actor, sequence, NOW)
    with pytest.raises(Conflict, match="nothing to publish"):
        publish(world.actor, sequence, NOW)
    assert list(sequence.versions.values_list("number", flat=True)) == [1]


def test_a_draft_that_equals_what_is_published_is_nothing_to_publish(world: World) -> None:
    sequence = drafted(world, ("todo", {"title": "Once"}))
    publish(world.actor, sequence, NOW)
    sequence.refresh_from_db()
    extra = add_step(world.actor, sequence, "todo", {"title": "Twice"}, 0, "days", NOW)
    delete_step(world.actor, extra, NOW)
    with pytest.raises(Conflict, match="nothing to publish"):
        publish(world.actor, sequence, NOW)


def test_who_may_not_publish(world: World) -> None:
    sequence = drafted(world, ("todo", {"title": "Once"}))
    with pytest.raises(NotAllowed):
        publish(actor_of(world.mel), sequence, NOW)
    with pytest.raises(NotFound):
        publish(actor_of(world.charlie), sequence, NOW)
    archive_sequence(world.actor, sequence, NOW)
    with pytest.raises(Conflict, match="archived"):
        publish(world.actor, sequence, NOW)
