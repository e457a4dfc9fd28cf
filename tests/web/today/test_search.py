"""The command dialog: what it finds, and where it leads."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World, client_of


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.mel)


def find(client: Client, q: str) -> str:
    return client.get(reverse("search"), {"q": q}, headers={"HX-Request": "true"}).content.decode()


def test_records_and_sequences_by_any_word(world: World, client: Client) -> None:
    kestrel = world.company("Kestrel Health")
    ada = world.person("Ada Okafor", title="Health lead")
    sequence = world.sequence(name="Health outreach")
    found = find(client, "health")
    for name, pk in (("company", kestrel.pk), ("person", ada.pk), ("sequence", sequence.pk)):
        assert f'href="{reverse(name, args=[pk])}"' in found
    assert "Kestrel" not in find(client, "ada health")


def test_pages_by_their_name_or_their_section(client: Client) -> None:
    everything = find(client, "")
    for name in ("today", "people", "companies", "sequencing"):
        assert f'href="{reverse(name)}"' in everything
    assert f'href="{reverse("sequencing")}"' in find(client, "automation")
    assert f'href="{reverse("people")}"' not in find(client, "automation")


def test_nothing_found_says_so(client: Client) -> None:
    found = find(client, "<i>zzz</i>")
    assert "Nothing matches “&lt;i&gt;zzz&lt;/i&gt;”" in found


def test_others_records_are_not_found(world: World, client: Client) -> None:
    world.person("Eve Elsewhere", workspace=world.other_workspace)
    world.sequence(name="Elsewhere", workspace=world.other_workspace)
    assert "Nothing matches" in find(client, "elsewhere")


@pytest.mark.parametrize("q", ["%", "\0", "'", "x" * 9000])
def test_odd_queries_are_words_like_others(world: World, client: Client, q: str) -> None:
    world.person("Ada")
    assert client.get(reverse("search"), {"q": q}).status_code == 200
