"""Notes and to-dos by hand."""

from datetime import timedelta

import pytest

from segue.actions.add_note import LONGEST_NOTE, add_note
from segue.actions.add_task import LONGEST_TITLE, add_task
from segue.domain.activities import ActivityKind, ActivityState
from segue.domain.refusals import Invalid, NotFound
from segue.models import Activity
from tests.world import NOW, World, actor_of

TOMORROW = NOW + timedelta(days=1)


def test_a_note_is_an_activity_of_who_wrote_it(world: World) -> None:
    note = add_note(actor_of(world.mel), world.person("Ada"), " Likes tea.\r\nNot coffee. ", NOW)
    assert (note.kind, note.state, note.actor) == (ActivityKind.NOTE, ActivityState.DONE, world.mel)
    assert note.body == "Likes tea.\nNot coffee."


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * (LONGEST_NOTE + 1)])
def test_an_empty_or_endless_note_is_refused(world: World, text: str) -> None:
    with pytest.raises(Invalid):
        add_note(world.actor, world.person("Ada"), text, NOW)
    assert not Activity.objects.exists()


def test_a_to_do_is_an_open_task_of_who_added_it(world: World) -> None:
    task = add_task(actor_of(world.mel), world.person("Ada"), "Send the  offer", TOMORROW, NOW)
    assert (task.kind, task.state, task.due_at) == (ActivityKind.TODO, ActivityState.OPEN, TOMORROW)
    assert (task.title, task.assignee, task.holds) == ("Send the offer", world.mel, False)


@pytest.mark.parametrize("title", ["", " ", "x" * (LONGEST_TITLE + 1)])
def test_an_empty_or_endless_to_do_is_refused(world: World, title: str) -> None:
    with pytest.raises(Invalid):
        add_task(world.actor, world.person("Ada"), title, TOMORROW, NOW)
    assert not Activity.objects.exists()


def test_an_outsider_adds_nothing(world: World) -> None:
    ada, charlie = world.person("Ada"), actor_of(world.charlie)
    with pytest.raises(NotFound):
        add_note(charlie, ada, "Hello", NOW)
    with pytest.raises(NotFound):
        add_task(charlie, ada, "Hello", TOMORROW, NOW)
    assert not Activity.objects.exists()
