"""Adding and editing records by the form."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from segue.domain.records import RecordType
from segue.domain.search import scope_of, search_text
from segue.models import CustomField, Record
from segue.queries.records import tags_of
from tests.world import World, client_of


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.mel)


def add(client: Client, kind: str = "person", **data: Any) -> tuple[int, str]:
    answer = client.post(reverse(f"{kind}-new"), data)
    return answer.status_code, answer.content.decode()


def test_a_person_with_everything(world: World, client: Client) -> None:
    world.company("Kestrel Health")
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="source", label="Source")
    assert "Source" in client.get(reverse("person-new")).content.decode()
    data = {
        "first_name": "Ada", "last_name": "Okafor", "email": "ada@kestrel.example", "phone": "+31 20 555 0143",
        "title": "COO", "company": "kestrel health", "city": "Rotterdam", "time_zone": "Europe/Amsterdam",
        "tags": "vip, fair 2026,, vip ", "owner": world.bob.pk, "fields.source": "Fair",
    }  # fmt: skip
    answer = client.post(reverse("person-new"), data, follow=True)
    ada = Record.objects.get(type=RecordType.PERSON)
    assert answer.redirect_chain == [(reverse("person", args=[ada.pk]), 302)]
    assert "Ada Okafor added." in answer.content.decode()
    assert (ada.name, ada.title, ada.city, ada.time_zone) == ("Ada Okafor", "COO", "Rotterdam", "Europe/Amsterdam")
    assert ada.company is not None
    assert (ada.company.name, ada.owner, ada.fields) == ("Kestrel Health", world.bob, {"source": "Fair"})
    assert tags_of(ada) == ["fair 2026", "vip"]


def test_a_company(world: World, client: Client) -> None:
    status, _ = add(client, "company", name="Kestrel Health", domain="https://kestrel.example/", industry="Software")
    kestrel = Record.objects.get()
    assert (status, kestrel.type, kestrel.domain) == (302, "company", "kestrel.example")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Give a first name, a last name or an email address."),
        ({"first_name": "x" * 300}, "First name is longer than 100 characters."),
        ({"first_name": "Ada", "email": "nope"}, "“nope” is not an email address."),
        ({"first_name": "Ada", "time_zone": "Mars"}, "write it like Europe/Amsterdam"),
        ({"first_name": "Ada", "company": "Nowhere"}, "There is no company “Nowhere” yet."),
        ({"first_name": "Ada", "tags": "x" * 60}, "is longer than 50 characters"),
        ({"first_name": "Ada", "owner": "99999"}, "Select a valid choice."),
        ({"first_name": "Ada", "owner": "x"}, "Select a valid choice."),
    ],
)
def test_bad_input_is_kept_and_explained(world: World, client: Client, data: dict[str, str], words: str) -> None:
    status, page = add(client, **{"last_name": "Kept <b>", **data} if data else {})
    assert status == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert not data or "Kept &lt;b&gt;" in page
    assert not Record.objects.exists()


def test_every_problem_is_shown_at_once(client: Client) -> None:
    page = add(client, first_name="Ada", email="nope", time_zone="Mars", company="Nowhere")[1]
    for words in ("is not an email address", "is not a time zone", "There is no company “Nowhere” yet."):
        assert words in page


def test_a_company_needs_a_name(client: Client) -> None:
    assert "Give the company a name." in add(client, "company", industry="Software")[1]


def test_companies_and_owners_of_others_are_unknown(world: World, client: Client) -> None:
    world.company("Umbrella", workspace=world.other_workspace)
    assert add(client, first_name="Ada", company="Umbrella")[0] == 422
    assert add(client, first_name="Ada", owner=world.charlie.pk)[0] == 422
    assert "Charlie" not in client.get(reverse("person-new")).content.decode()
    assert not Record.objects.filter(workspace=world.workspace).exists()


def test_a_duplicate_is_named_and_added_only_when_meant(world: World, client: Client) -> None:
    ada, bo = world.person("Ada", email="ada@kestrel.example"), world.person("Bo", email="bo@kestrel.example")
    data = {"first_name": "Also Ada", "email": "Ada@kestrel.example"}
    status, page = add(client, **data)
    assert status == 422
    assert "There is already a person with this address" in page
    assert reverse("person", args=[ada.pk]) in page
    # Enter in a field presses the first button of a form: that must not be the one that agrees.
    form = page[page.index('<form class="form') :].partition("</form>")[0]
    buttons = re.findall("<button[^>]*>", form)
    assert ["duplicate_ok" in button for button in buttons] == [False, True]
    # Agreeing to one duplicate is not agreeing to another.
    status, page = add(client, first_name="Also Bo", email="bo@kestrel.example", duplicate_ok="Ada@kestrel.example")
    assert status == 422
    assert reverse("person", args=[bo.pk]) in page
    assert Record.objects.count() == 2
    assert add(client, **data, duplicate_ok="Ada@kestrel.example")[0] == 302
    assert Record.objects.count() == 3


def test_namesakes_among_companies_are_told_apart(world: World, client: Client) -> None:
    world.company("Kestrel", domain="kestrel.example")
    other = world.company("Kestrel", domain="kestrel.test")
    assert "Several companies are called “Kestrel”" in add(client, first_name="Ada", company="Kestrel")[1]
    options = client.get(reverse("company-options"), {"company": "kest"}).content.decode()
    assert 'value="Kestrel (kestrel.test)"' in options
    assert add(client, first_name="Ada", company="Kestrel (kestrel.test)")[0] == 302
    ada = Record.objects.get(type="person")
    assert ada.company == other
    # The form of a person in one of them shows the bare name, which then means: as it is.
    edited = client.post(reverse("person-edit", args=[ada.pk]), {"first_name": "Ada", "company": "Kestrel"})
    assert edited.status_code == 302
    ada.refresh_from_db()
    assert ada.company == other


def test_editing_shows_what_there_is_and_saves(world: World, client: Client) -> None:
    kestrel = world.company("Kestrel")
    ada = world.person("Ada Okafor", title="COO", company=kestrel, owner=world.bob)
    address = reverse("person-edit", args=[ada.pk])
    page = client.get(address).content.decode()
    for value in ("Ada", "Okafor", "COO", "Kestrel", ada.email):
        assert f'value="{value}"' in page
    answer = client.post(address, {"first_name": "Ada", "last_name": "Lind", "email": ada.email, "company": ""})
    assert answer.status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.title, ada.company, ada.owner) == ("Ada Lind", "", None, None)


def test_bad_input_changes_nothing(world: World, client: Client) -> None:
    ada = world.person("Ada Okafor", title="COO")
    answer = client.post(reverse("person-edit", args=[ada.pk]), {"first_name": "Eve", "email": "nope"})
    assert answer.status_code == 422
    ada.refresh_from_db()
    assert (ada.name, ada.title) == ("Ada Okafor", "COO")


def test_a_company_suggests_itself_for_a_new_person(client: Client) -> None:
    page = client.get(reverse("person-new"), {"company": "Kestrel & Co"}).content.decode()
    assert 'value="Kestrel &amp; Co"' in page


def test_suggested_tags_complete_the_last_word(world: World, client: Client) -> None:
    add(client, first_name="Ada", tags="vip, Amsterdam, fair")
    options = client.get(reverse("tag-options"), {"tags": "vip, am"}).content.decode()
    assert 'value="vip, Amsterdam"' in options
    assert "fair" not in options
    assert 'value="vip, vip"' not in client.get(reverse("tag-options"), {"tags": "vip, "}).content.decode()


def test_suggested_companies_are_few_however_many_there_are(world: World, client: Client) -> None:
    scope = scope_of(world.workspace.id, "company")
    Record.objects.bulk_create(
        Record(
            workspace=world.workspace, type="company", name=f"Company {n:04}",
            search=search_text(scope, [f"Company {n:04}"]), created_at=world.now, updated_at=world.now,
        )
        for n in range(2000)
    )  # fmt: skip
    options = client.get(reverse("company-options"), {"company": "company 199"}).content.decode()
    assert options.count("<option") == 10
    assert "Company 1990" in options
    assert client.get(reverse("company-options")).content.decode().count("<option") == 20
