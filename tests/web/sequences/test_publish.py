"""Publishing and discarding, by their buttons."""

from typing import Any

from django.urls import reverse

from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step
from segue.domain.steps import StepKind
from segue.models import Sequence
from segue.queries.sequences import editable_version, has_changes, steps_of
from tests.world import NOW, StepPlan, World, client_of


def press(world: World, name: str, sequence: Sequence) -> Any:
    return client_of(world.bob).post(reverse(name, args=[sequence.pk]), follow=True)


def with_changes(world: World) -> Sequence:
    sequence = world.sequence(steps=[StepPlan(StepKind.TODO, {"title": "One"})])
    add_step(world.actor, sequence, "todo", {"title": "Two"}, 0, "days", NOW)
    return sequence


def test_the_first_publishing_makes_the_sequence_active(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    add_step(world.actor, sequence, "todo", {"title": "One"}, 0, "days", NOW)
    text = press(world, "sequence-publish", sequence).content.decode()
    assert "Published. The sequence is active: records can be enrolled." in text
    assert "Active" in text


def test_the_next_one_says_what_becomes_of_those_enrolled(world: World) -> None:
    text = press(world, "sequence-publish", with_changes(world)).content.decode()
    assert "Version 2 is published. New enrollments take it" in text
    assert "records already enrolled finish on the version they started; Retry takes the failed step" in text
    assert "Unpublished changes" not in text


def test_refused_with_every_problem_and_a_link_to_its_step(world: World) -> None:
    sequence = with_changes(world)
    email = add_step(world.actor, sequence, "email", {"body": "{{ person.shoe_size }}"}, 0, "days", NOW)
    hook = add_step(world.actor, sequence, "webhook", {"url": "ftp://x"}, 0, "days", NOW)
    answer = press(world, "sequence-publish", sequence)
    text = answer.content.decode()
    assert answer.status_code == 422
    notice = text[text.index("Not published.") : text.index("data-sortable")]
    for words in (
        "Subject is empty.",
        "There is no merge field {{ person.shoe_size }}.",
        "must start with https://",
        reverse("step", args=[sequence.pk, email.key]),
        reverse("step", args=[sequence.pk, hook.key]),
        "Step 3, Automatic email",
    ):
        assert words in notice
    sequence.refresh_from_db()
    assert sequence.current_version is not None
    assert sequence.current_version.number == 1


def test_a_sequence_without_steps_is_not_published(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    answer = press(world, "sequence-publish", sequence)
    assert answer.status_code == 422
    assert "The sequence has no steps. Add one." in answer.content.decode()


def test_pressed_twice_it_publishes_once_and_says_so(world: World) -> None:
    sequence = with_changes(world)
    press(world, "sequence-publish", sequence)
    answer = press(world, "sequence-publish", sequence)
    assert "There is nothing to publish" in answer.content.decode()
    assert list(sequence.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_reloading_after_a_refusal_leads_to_the_steps(world: World) -> None:
    sequence = world.sequence()
    answer = client_of(world.bob).get(reverse("sequence-publish", args=[sequence.pk]))
    assert answer["Location"] == reverse("sequence-steps", args=[sequence.pk])


def test_discarding_brings_the_published_steps_back(world: World) -> None:
    sequence = with_changes(world)
    text = press(world, "sequence-discard", sequence).content.decode()
    assert "These are the published steps again" in text
    assert not has_changes(sequence)
    assert len(steps_of(editable_version(sequence))) == 1


def test_there_is_nothing_to_go_back_to_before_the_first_publishing(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    assert press(world, "sequence-discard", sequence).status_code == 409
