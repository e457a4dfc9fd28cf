"""Who may see and change records: members of the workspace, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.models import Activity, Record
from tests.world import World, client_of

OF_A_RECORD = ("", "-edit", "-timeline", "-notes", "-reply", "-task-new")
LISTS = ("people", "companies", "person-new", "company-new", "company-options", "tag-options", "today", "search")


@pytest.mark.parametrize("page", OF_A_RECORD)
@pytest.mark.parametrize("kind", ["person", "company"])
def test_pages_of_a_record_are_for_members(world: World, kind: str, page: str) -> None:
    record = world.person("Ada") if kind == "person" else world.company("Kestrel")
    address = reverse(kind + page, args=[record.pk])
    assert client_of(world.mel).get(address).status_code == 200
    assert client_of(world.charlie).get(address).status_code == 404
    stranger = Client().get(address)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", LISTS)
def test_lists_are_for_members(world: World, page: str) -> None:
    world.person("Ada Okafor")
    assert client_of(world.mel).get(reverse(page)).status_code == 200
    assert b"Ada Okafor" not in client_of(world.charlie).get(reverse(page), {"q": "Ada"}).content
    assert Client().get(reverse(page))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", ["-edit", "-notes", "-reply", "-task-new"])
def test_an_outsider_writes_nothing(world: World, page: str) -> None:
    ada = world.person("Ada")
    answer = client_of(world.charlie).post(
        reverse("person" + page, args=[ada.pk]), {"first_name": "Eve", "text": "Hello", "title": "Hello"}
    )
    assert answer.status_code == 404
    assert Record.objects.get().name == "Ada"
    assert not Activity.objects.exists()


@pytest.mark.parametrize("page", OF_A_RECORD)
def test_a_company_is_no_person(world: World, page: str) -> None:
    kestrel = world.company("Kestrel")
    assert client_of(world.mel).get(reverse("person" + page, args=[kestrel.pk])).status_code == 404


def test_a_number_too_large_for_an_id_is_not_found(world: World) -> None:
    assert client_of(world.mel).get(f"/people/{10**30}/").status_code == 404


def test_a_form_without_its_token_is_refused(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.mel.user)
    assert strict.post(reverse("person-new"), {"first_name": "Ada"}).status_code == 403
    assert not Record.objects.exists()
