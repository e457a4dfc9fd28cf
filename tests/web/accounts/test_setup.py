"""The first run."""

import pytest
from django.test import Client

from segue.models import Member, User
from tests.world import World

GIVEN = {
    "workspace_name": "Northwind",
    "time_zone": "Europe/Amsterdam",
    "name": "Mara Lindqvist",
    "email": "mara@northwind.example",
    "password": "a long enough phrase",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/login/", "/people/", "/settings/members/"])
def test_while_there_is_nobody_every_page_leads_to_set_up(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/setup/")


@pytest.mark.django_db
def test_the_first_person_sets_up_and_is_in() -> None:
    client = Client()
    assert client.get("/setup/").status_code == 200
    assert client.post("/setup/", GIVEN)["Location"] == "/"
    assert client.get("/settings/workspace/").status_code == 200
    assert Member.objects.get().workspace.name == "Northwind"


@pytest.mark.django_db
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept() -> None:
    page = Client().post("/setup/", GIVEN | {"email": "nowhere", "password": "short", "workspace_name": "w" * 300})
    text = page.content.decode()
    assert page.status_code == 422
    assert "is not an email address" in text
    assert "This password is too short" in text
    assert "longer than 100 characters" in text
    assert 'value="Mara Lindqvist"' in text
    assert not User.objects.exists()


@pytest.mark.django_db
def test_what_is_missing_is_said_in_our_own_words_all_at_once() -> None:
    text = Client().post("/setup/", {"time_zone": "UTC"}).content.decode()
    assert "novalidate" in text
    for words in ("Give the workspace a name.", "Give your name.", "Give your email address.", "Choose a password."):
        assert words in text


@pytest.mark.django_db
def test_a_time_zone_by_its_old_name_is_taken_but_not_offered() -> None:
    client = Client()
    assert "Asia/Calcutta" not in client.get("/setup/").content.decode()
    assert client.post("/setup/", GIVEN | {"time_zone": "Asia/Calcutta"})["Location"] == "/"
    assert '<option value="Asia/Calcutta" selected>' in client.get("/settings/workspace/").content.decode()


def test_afterwards_it_is_closed(world: World) -> None:
    for answer in (Client().get("/setup/"), Client().post("/setup/", GIVEN)):
        assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not User.objects.filter(email=GIVEN["email"]).exists()
