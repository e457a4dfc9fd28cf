"""People and companies: listed, found, added, changed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.models import CustomField, Record
from tests.api.client import Api
from tests.world import World


def test_a_person_is_added_with_everything_it_can_hold(api: Api, world: World) -> None:
    company = world.company("Kestrel Robotics")
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="source", label="Source")
    given = {
        "first_name": "Ada", "last_name": "Vale", "email": "ada@example.com", "title": "CTO", "phone": "+31 20 1",
        "city": "Delft", "time_zone": "Europe/Amsterdam", "tags": ["warm", "speaker"], "fields": {"source": "fair"},
    }  # fmt: skip
    answer = api.post("/people", given | {"company_id": company.id, "owner_id": world.mel.id})
    assert answer.status == 201
    assert answer.data | given | {"tags": ["speaker", "warm"]} == answer.data
    assert answer.data["name"] == "Ada Vale"
    assert answer.data["company"] == {"id": company.id, "name": "Kestrel Robotics"}
    assert answer.data["owner"] == {"id": world.mel.id, "name": "Mel Member"}
    assert api.get(f"/people/{answer.data['id']}").data == answer.data


def test_a_company_is_added_and_its_domain_taken_from_an_address(api: Api) -> None:
    answer = api.post("/companies", {"name": "Kestrel", "domain": "https://www.kestrel.example/about"})
    assert (answer.status, answer.data["domain"]) == (201, "kestrel.example")
    assert api.get(f"/companies/{answer.data['id']}").data == answer.data


def test_only_what_is_given_changes(api: Api, world: World) -> None:
    person = world.person("Ada Vale", city="Delft", title="CTO")
    answer = api.patch(f"/people/{person.id}", {"city": "Leiden", "tags": ["moved"]})
    assert answer.status == 200
    assert (answer.data["city"], answer.data["title"], answer.data["tags"]) == ("Leiden", "CTO", ["moved"])
    cleared = api.patch(f"/people/{person.id}", {"city": "", "tags": []})
    assert (cleared.data["city"], cleared.data["tags"], cleared.data["name"]) == ("", [], "Ada Vale")


def test_pages_hold_each_record_once_in_the_order_of_names(api: Api, world: World) -> None:
    for name in ("Cy", "Ada", "Bo", "Ada", "Di", "Bo", "Ada"):
        world.person(name, email="")
    seen: list[tuple[str, int]] = []
    after: dict[str, object] = {}
    for _ in range(4):
        page = api.get("/people", limit=2, **after).data
        seen += [(person["name"], person["id"]) for person in page["items"]]
        after = {"after": page["next_after"]}
    assert page["next_after"] is None
    assert seen == sorted(seen)
    assert len(set(seen)) == 7


def test_search_asks_for_every_word(api: Api, world: World) -> None:
    world.person("Ada Vale", title="Chief Engineer")
    world.person("Ada Stone", title="Recruiter")
    assert [p["name"] for p in api.get("/people", q="ADA engineer").data["items"]] == ["Ada Vale"]
    assert api.get("/people", q="nobody").data == {"items": [], "next_after": None}


def test_people_and_companies_do_not_mix(api: Api, world: World) -> None:
    person, company = world.person("Ada"), world.company("Kestrel")
    assert [p["id"] for p in api.get("/people").data["items"]] == [person.id]
    assert [c["id"] for c in api.get("/companies").data["items"]] == [company.id]
    assert api.get(f"/people/{company.id}").code == "not_found"
    assert api.patch(f"/companies/{person.id}", {"name": "No"}).code == "not_found"


def test_a_page_costs_the_same_however_many_it_holds(api: Api, world: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert api.get("/people").status == 200
        return len(captured)

    world.person("Ada")
    api.get("/people")
    few = statements()
    for _ in range(20):
        world.person(company=world.company())
    assert statements() == few


def test_an_address_that_is_taken_is_told_with_whose_it_is(api: Api, world: World) -> None:
    person = world.person("Ada Vale", email="ada@example.com")
    answer = api.post("/people", {"first_name": "Ada", "email": "ADA@example.com"})
    assert (answer.code, answer.status, answer.data["existing_id"]) == ("duplicate_email", 409, person.id)
    assert "Ada Vale" in answer.data["detail"]
    anyway = api.post("/people", {"first_name": "Ada", "email": "ADA@example.com", "allow_duplicate": True})
    assert anyway.status == 201


def test_everything_wrong_is_told_at_once_and_nothing_is_saved(api: Api, world: World) -> None:
    outsider = world.company("Elsewhere", workspace=world.other_workspace)
    given = {
        "email": "not an address", "time_zone": "Mars/Olympus", "company_id": outsider.id, "owner_id": world.charlie.id,
        "fields": {"nope": "x"}, "tags": ["t" * 51], "first_name": "x" * 101,
    }  # fmt: skip
    answer = api.post("/people", given)
    assert answer.code == "invalid"
    assert set(answer.errors) == {*given, "fields.nope"} - {"fields"}
    assert not Record.objects.filter(type="person").exists()


def test_a_record_without_a_name_says_what_to_give(api: Api) -> None:
    assert api.post("/people", {}).errors == {"first_name": "Give a first name, a last name or an email address."}
    assert api.post("/companies", {}).errors == {"name": "Give the company a name."}


def test_a_page_after_a_record_that_is_not_there_is_refused(api: Api, world: World) -> None:
    outsider = world.person("Ada", workspace=world.other_workspace)
    assert set(api.get("/people", after=outsider.id).errors) == {"after"}
