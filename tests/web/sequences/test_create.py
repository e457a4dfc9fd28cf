"""The page for a new sequence."""

from typing import Any

import pytest
from django.urls import reverse

from segue.models import Sequence
from tests.world import World, client_of


def send(world: World, **values: str) -> Any:
    return client_of(world.bob).post(reverse("sequence-new"), values)


def test_the_page_asks_for_the_type_and_says_that_it_stays(world: World) -> None:
    text = client_of(world.bob).get(reverse("sequence-new")).content.decode()
    assert 'value="person"' in text
    assert 'value="company"' in text
    assert "The type cannot be changed later" in text


def test_creating_leads_to_the_steps(world: World) -> None:
    answer = send(world, type="company", name="Check-in", description="For clients")
    sequence = Sequence.objects.get()
    assert (sequence.name, sequence.type, sequence.owner) == ("Check-in", "company", world.bob)
    assert answer["Location"] == reverse("sequence-steps", args=[sequence.pk])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"type": "person", "name": ""}, "Give the sequence a name."),
        ({"type": "person", "name": "   "}, "Give the sequence a name."),
        ({"name": "Fine"}, "Choose whether the sequence is for people or for companies."),
        ({"type": "robot", "name": "Fine"}, "robot is not one of the available choices"),
        ({"type": "person", "name": "x" * 300}, "at most 100 characters"),
        ({"type": "person", "name": "Fine", "description": "y" * 300}, "at most 250 characters"),
        ({"type": "person", "name": "taken"}, "There is already a sequence named “taken”"),
    ],
)
def test_mistakes_are_shown_and_what_was_typed_stays(world: World, values: dict[str, str], words: str) -> None:
    world.sequence(name="Taken")
    answer = send(world, **values)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert Sequence.objects.count() == 1
    if values["name"].strip():
        assert f'value="{values["name"]}"' in text
