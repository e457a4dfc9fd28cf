"""The rail and the Settings panel: every place exists, the current one is marked, and roles see what is theirs."""

import pytest
from django.urls import reverse

from segue.web.navigation import RAIL, SETTINGS, Navigation, Place, navigation_at
from tests.world import World, client_of


def current(navigation: Navigation) -> list[str]:
    links = [*navigation.rail, *(link for section in navigation.settings for link in section.links)]
    return [link.place.label for link in links if link.is_current]


def shown(navigation: Navigation) -> set[str]:
    return {link.place.label for section in navigation.settings for link in section.links}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Today"),
        ("/people/", "People"),
        ("/people/7/timeline/", "People"),
        ("/settings/sequencing/", "Sequencing"),
        ("/settings/sequencing/7/steps/", "Sequencing"),
        ("/settings/workspace/", "General"),
    ],
)
def test_the_current_place_is_marked(world: World, path: str, label: str) -> None:
    assert current(navigation_at(path, world.alice)) == [label]


def test_no_place_is_marked_elsewhere(world: World) -> None:
    assert current(navigation_at("/nowhere/", world.alice)) == []


def test_the_section_of_the_current_place_is_open(world: World) -> None:
    settings = navigation_at("/settings/sequencing/", world.alice).settings
    assert [section.section.label for section in settings if section.is_open] == ["Automation and Sequencing"]


def test_an_admin_is_shown_every_place(world: World) -> None:
    assert shown(navigation_at("/", world.alice)) == {place.label for section in SETTINGS for place in section.places}


def test_a_member_is_not_sent_where_the_role_does_not_permit(world: World) -> None:
    assert {"General", "Webhooks"} & shown(navigation_at("/", world.mel)) == set()


@pytest.mark.parametrize("place", [*RAIL, *(place for section in SETTINGS for place in section.places)])
def test_every_place_opens_for_an_admin(world: World, place: Place) -> None:
    answer = client_of(world.alice).get(reverse(place.url_name))
    assert answer.status_code == 200
