"""Editing the steps of a sequence: all of it happens in a draft, none of it in what is published."""

from typing import Any

import pytest

from segue.actions.archive_sequence import archive_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step, change_step, delete_step, discard_draft, draft_of, move_step
from segue.actions.draft.version import require_draft
from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from segue.domain.steps import MOST_STEPS, EmailConfig, StepKind
from segue.models import Sequence, Step, Version
from segue.queries.sequences import has_changes, steps_of
from tests.world import NOW, StepPlan, World, actor_of

THREE = [StepPlan(StepKind.TODO, {"title": title}) for title in ("One", "Two", "Three")]


def todo(world: World, sequence: Sequence, title: str, position: int | None = None) -> Step:
    return add_step(world.actor, sequence, "todo", {"title": title}, 0, "days", NOW, position)


def titles(version: Version | None) -> list[str]:
    return [step.config["title"] for step in steps_of(version)]


def frozen(sequence: Sequence) -> list[tuple[Any, ...]]:
    """Everything that is stored of the published steps."""
    return list(Step.objects.filter(version=sequence.current_version).order_by("pk").values_list())


def test_steps_are_added_at_the_end_or_in_between(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    for title, position in (("Two", None), ("Four", None), ("One", 1), ("Three", 3)):
        todo(world, sequence, title, position)
    assert titles(draft_of(sequence)) == ["One", "Two", "Three", "Four"]
    assert [step.position for step in steps_of(draft_of(sequence))] == [1, 2, 3, 4]


def test_a_step_may_be_unfinished(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    step = add_step(world.actor, sequence, "email", {"subject": "{{ person.nonsense }}"}, 3, "business_days", NOW)
    step.refresh_from_db()
    assert step.config == EmailConfig(subject="{{ person.nonsense }}").model_dump()
    assert str(step.delay) == "3 business days"


@pytest.mark.parametrize(
    ("field", "kind", "config", "amount", "unit"),
    [
        ("kind", "dance", {}, 0, "days"),
        ("delay_amount", "todo", {}, -1, "days"),
        ("delay_amount", "todo", {}, 10**9, "seconds"),
        ("delay_amount", "todo", {}, 366, "days"),
        ("delay_unit", "todo", {}, 1, "fortnights"),
        ("title", "todo", {"title": "x" * 251}, 0, "days"),
        ("body", "email", {"body": "x" * 50_001}, 0, "days"),
        ("channel", "message", {"channel": "pigeon"}, 0, "days"),
        ("tag", "tag", {"tag": "x" * 51}, 0, "days"),
        ("surprise", "todo", {"surprise": "!"}, 0, "days"),
    ],
)
def test_impossible_settings_are_refused_in_words(
    world: World, field: str, kind: str, config: dict[str, Any], amount: int, unit: str
) -> None:
    sequence = world.sequence(steps=THREE)
    with pytest.raises(Invalid) as refused:
        add_step(world.actor, sequence, kind, config, amount, unit, NOW)
    assert list(refused.value.problems) == [field]
    assert refused.value.problems[field][0].endswith(".")
    assert not has_changes(sequence)


def test_impossible_changes_are_refused_and_the_step_stays(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    step = steps_of(draft_of(sequence))[0]
    with pytest.raises(Invalid):
        change_step(world.actor, step, {"title": "New"}, -1, "days", NOW)
    with pytest.raises(Invalid):
        change_step(world.actor, step, {"title": "x" * 300}, 0, "days", NOW)
    assert titles(draft_of(sequence)) == ["One", "Two", "Three"]


def test_editing_opens_a_draft_and_leaves_published_steps_as_they_were(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    before = frozen(sequence)
    one, two, three = steps_of(sequence.current_version)
    change_step(world.actor, one, {"title": "Changed"}, 5, "hours", NOW)
    move_step(world.actor, three, 1, NOW)
    delete_step(world.actor, two, NOW)
    todo(world, sequence, "Four")
    assert titles(draft_of(sequence)) == ["Three", "Changed", "Four"]
    assert [step.position for step in steps_of(draft_of(sequence))] == [1, 2, 3]
    assert frozen(sequence) == before
    assert has_changes(sequence)


def test_steps_keep_their_keys_in_the_draft(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    draft = draft_of(sequence)
    assert [s.key for s in steps_of(draft)] == [s.key for s in steps_of(sequence.current_version)]
    assert draft_of(sequence) == draft


def test_a_published_version_refuses_to_be_changed(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    assert sequence.current_version is not None
    with pytest.raises(Conflict, match="Version 1 is published"):
        require_draft(sequence.current_version)


@pytest.mark.parametrize(("place", "order"), [(1, "BAC"), (2, "ABC"), (3, "ACB")])
def test_a_step_moves_to_any_place(world: World, place: int, order: str) -> None:
    sequence = world.sequence(steps=[StepPlan(StepKind.TODO, {"title": title}) for title in "ABC"])
    move_step(world.actor, steps_of(sequence.current_version)[1], place, NOW)
    assert "".join(titles(draft_of(sequence))) == order


@pytest.mark.parametrize("place", [0, -1, 4, 10**9])
def test_a_place_that_does_not_exist_is_refused(world: World, place: int) -> None:
    sequence = world.sequence(steps=THREE)
    with pytest.raises(Invalid, match="from 1 to 3"):
        move_step(world.actor, steps_of(sequence.current_version)[0], place, NOW)


def test_a_step_deleted_meanwhile_is_said_so(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    step = steps_of(sequence.current_version)[0]
    delete_step(world.actor, step, NOW)
    with pytest.raises(Conflict, match="somebody deleted it"):
        change_step(world.actor, step, {"title": "Late"}, 0, "days", NOW)


def test_a_sequence_has_a_limited_number_of_steps(world: World) -> None:
    sequence = world.sequence(steps=[StepPlan(StepKind.TODO, {"title": "Again"})] * MOST_STEPS)
    with pytest.raises(Conflict, match=f"{MOST_STEPS} steps at most"):
        todo(world, sequence, "One too many")


def test_a_draft_can_be_thrown_away(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    todo(world, sequence, "Four")
    discard_draft(world.actor, sequence)
    assert not has_changes(sequence)
    assert titles(draft_of(sequence)) == ["One", "Two", "Three"]


def test_a_first_draft_cannot_be_thrown_away(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    todo(world, sequence, "One")
    with pytest.raises(Conflict, match="Nothing is published yet"):
        discard_draft(world.actor, sequence)
    assert titles(draft_of(sequence)) == ["One"]


def test_changed_and_changed_back_is_no_change(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    step = steps_of(sequence.current_version)[0]
    change_step(world.actor, step, {"title": "Other"}, 0, "minutes", NOW)
    assert has_changes(sequence)
    change_step(world.actor, step, {"title": "One"}, 0, "minutes", NOW)
    assert not has_changes(sequence)


def test_archived_foreign_and_forbidden_sequences_are_left_alone(world: World) -> None:
    sequence = world.sequence(steps=THREE)
    step = steps_of(sequence.current_version)[0]
    with pytest.raises(NotAllowed):
        delete_step(actor_of(world.mel), step, NOW)
    with pytest.raises(NotFound):
        delete_step(actor_of(world.charlie), step, NOW)
    archive_sequence(world.actor, sequence, NOW)
    with pytest.raises(Conflict, match="archived"):
        move_step(world.actor, step, 2, NOW)
    assert not has_changes(sequence)
