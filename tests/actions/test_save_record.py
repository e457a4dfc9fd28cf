"""Adding and changing records."""

from datetime import timedelta
from typing import Any

import pytest

from segue.actions.save_record import DuplicateEmail, create_record, update_record
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid, NotFound
from segue.models import CustomField, Record, Tag
from segue.queries.records import page, tags_of
from tests.world import NOW, World, actor_of

PERSON, COMPANY = RecordType.PERSON, RecordType.COMPANY


def problems_with(world: World, record_type: RecordType = PERSON, **data: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refusal:
        create_record(world.actor, record_type, data, NOW)
    assert not Record.objects.exists()
    return refusal.value.problems


def test_a_person_is_named_by_both_names_else_by_the_address(world: World) -> None:
    ada = create_record(world.actor, PERSON, {"first_name": " Ada ", "last_name": "Okafor"}, NOW)
    nobody = create_record(world.actor, PERSON, {"email": "hello@kestrel.example"}, NOW)
    assert (ada.name, nobody.name) == ("Ada Okafor", "hello@kestrel.example")
    assert (ada.workspace, ada.created_at) == (world.workspace, NOW)


def test_a_name_of_control_characters_and_line_breaks_is_put_on_one_line(world: World) -> None:
    ada = create_record(world.actor, PERSON, {"first_name": "Ada\r\nBcc: x\x00", "last_name": "O\tK"}, NOW)
    assert ada.name == "Ada Bcc: x O K"


def test_search_finds_by_every_field_and_without_accents(world: World) -> None:
    kestrel = create_record(world.actor, COMPANY, {"name": "Kestrel Health", "domain": "kestrel.example"}, NOW)
    data = {"first_name": "José", "last_name": "Muñoz", "title": "COO", "company_id": kestrel.pk}
    jose = create_record(world.actor, PERSON, data, NOW)
    for words in ("José", "jose", "MUÑOZ", "munoz", "coo", "kestrel health", "jos mun kest"):
        assert [row.id for row in page(world.workspace, PERSON, words).rows] == [jose.pk], words
    assert [row.id for row in page(world.workspace, COMPANY, "kestrel.example").rows] == [kestrel.pk]


def test_people_are_found_by_the_new_name_of_their_company(world: World) -> None:
    kestrel = create_record(world.actor, COMPANY, {"name": "Kestrel"}, NOW)
    ada = create_record(world.actor, PERSON, {"first_name": "Ada", "company_id": kestrel.pk}, NOW)
    update_record(world.actor, kestrel, {"name": "Halden"}, NOW)
    ada.refresh_from_db()
    assert "halden" in ada.search
    assert "kestrel" not in ada.search


@pytest.mark.parametrize(
    ("record_type", "data", "where"),
    [
        (PERSON, {}, "first_name"),
        (PERSON, {"first_name": "  "}, "first_name"),
        (COMPANY, {"name": ""}, "name"),
        (PERSON, {"first_name": "x" * 300}, "first_name"),
        (PERSON, {"first_name": 7}, "first_name"),
        (PERSON, {"first_name": "Ada", "email": "not an address"}, "email"),
        (PERSON, {"first_name": "Ada", "time_zone": "Mars/Olympus"}, "time_zone"),
        (PERSON, {"first_name": "Ada", "name": "Somebody"}, "name"),
        (PERSON, {"first_name": "Ada", "shoe_size": "44"}, "shoe_size"),
        (PERSON, {"first_name": "Ada", "fields": {"shoe_size": "44"}}, "fields.shoe_size"),
        (PERSON, {"first_name": "Ada", "fields": "44"}, "fields"),
        (PERSON, {"first_name": "Ada", "tags": ["x" * 51]}, "tags"),
        (PERSON, {"first_name": "Ada", "tags": "vip"}, "tags"),
        (PERSON, {"first_name": "Ada", "tags": [str(n) for n in range(51)]}, "tags"),
        (PERSON, {"first_name": "Ada", "company_id": 10**9}, "company_id"),
        (PERSON, {"first_name": "Ada", "company_id": "1"}, "company_id"),
        (PERSON, {"first_name": "Ada", "owner_id": 10**9}, "owner_id"),
        (COMPANY, {"name": "Kestrel", "company_id": 1}, "company_id"),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    world: World, record_type: RecordType, data: dict[str, Any], where: str
) -> None:
    assert list(problems_with(world, record_type, **data)) == [where]


def test_every_problem_is_told_at_once(world: World) -> None:
    assert set(problems_with(world, email="bad", time_zone="bad", tags=["x" * 60])) == {"email", "time_zone", "tags"}


def test_another_workspaces_company_and_members_are_unknown(world: World) -> None:
    theirs = world.company("Umbrella", workspace=world.other_workspace)
    data: dict[str, Any] = {"first_name": "Ada", "company_id": theirs.pk, "owner_id": world.charlie.pk}
    with pytest.raises(Invalid) as refusal:
        create_record(world.actor, PERSON, data, NOW)
    assert set(refusal.value.problems) == {"company_id", "owner_id"}


def test_a_person_is_no_company_to_work_for(world: World) -> None:
    bert = world.person("Bert Boss")
    with pytest.raises(Invalid):
        create_record(world.actor, PERSON, {"first_name": "Ada", "company_id": bert.pk}, NOW)


def test_who_has_left_owns_nothing_new(world: World) -> None:
    world.mel.left_at = NOW
    world.mel.save()
    with pytest.raises(Invalid):
        create_record(world.actor, PERSON, {"first_name": "Ada", "owner_id": world.mel.pk}, NOW)


def test_only_given_keys_change(world: World) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type=PERSON, key="source", label="Source")
    CustomField.objects.create(workspace=world.workspace, record_type=PERSON, key="level", label="Level")
    fields = {"source": "Fair", "level": "Senior"}
    data = {"first_name": "Ada", "city": "Lagos", "tags": ["vip"], "owner_id": world.bob.pk, "fields": fields}
    ada = create_record(world.actor, PERSON, data, NOW)
    later = NOW + timedelta(hours=1)
    ada = update_record(actor_of(world.mel), ada, {"city": "Abuja", "fields": {"level": ""}}, later)
    assert (ada.name, ada.city, ada.owner_id, ada.fields) == ("Ada", "Abuja", world.bob.pk, {"source": "Fair"})
    assert tags_of(ada) == ["vip"]
    assert (ada.created_at, ada.updated_at) == (NOW, later)


def test_a_stale_copy_does_not_undo_what_a_step_set_meanwhile(world: World) -> None:
    ada = create_record(world.actor, PERSON, {"first_name": "Ada"}, NOW)
    Record.objects.filter(pk=ada.pk).update(city="Lagos")
    assert update_record(world.actor, ada, {"title": "COO"}, NOW).city == "Lagos"


def test_tags_are_one_whatever_their_case_and_are_replaced(world: World) -> None:
    ada = create_record(world.actor, PERSON, {"first_name": "Ada", "tags": ["VIP", "Élan", "vip", " "]}, NOW)
    bo = create_record(world.actor, PERSON, {"first_name": "Bo", "tags": ["vip", "Élan"]}, NOW)
    assert tags_of(bo) == tags_of(ada) == ["VIP", "Élan"]
    update_record(world.actor, ada, {"tags": ["new"]}, NOW)
    assert tags_of(ada) == ["new"]
    assert Tag.objects.filter(workspace=world.workspace).count() == 3


def test_a_web_address_becomes_a_domain(world: World) -> None:
    kestrel = create_record(
        world.actor, COMPANY, {"name": "Kestrel", "domain": "https://WWW.Kestrel.example/jobs"}, NOW
    )
    assert kestrel.domain == "kestrel.example"


def test_a_second_record_with_an_address_must_be_meant(world: World) -> None:
    ada = create_record(world.actor, PERSON, {"first_name": "Ada", "email": "ada@kestrel.example"}, NOW)
    again = {"first_name": "A.", "email": "ADA@kestrel.example"}
    with pytest.raises(DuplicateEmail) as refusal:
        create_record(world.actor, PERSON, again, NOW)
    assert refusal.value.existing == ada
    assert Record.objects.count() == 1
    second = create_record(world.actor, PERSON, again, NOW, duplicate_ok=True)
    # It has the address already: that is no reason to refuse another change.
    assert update_record(world.actor, second, {"city": "Lagos", "email": "ada@kestrel.example"}, NOW).city == "Lagos"


def test_becoming_a_duplicate_by_a_change_must_be_meant_too(world: World) -> None:
    ada, bo = world.person("Ada"), world.person("Bo")
    with pytest.raises(DuplicateEmail):
        update_record(world.actor, bo, {"email": ada.email}, NOW)


def test_the_same_address_elsewhere_is_no_duplicate(world: World) -> None:
    world.person("Ada", workspace=world.other_workspace, email="ada@kestrel.example")
    world.company("Kestrel", email="ada@kestrel.example")
    assert create_record(world.actor, PERSON, {"email": "ada@kestrel.example"}, NOW).pk


def test_an_outsider_changes_nothing(world: World) -> None:
    ada = world.person("Ada")
    with pytest.raises(NotFound):
        update_record(actor_of(world.charlie), ada, {"city": "Lagos"}, NOW)
    ada.refresh_from_db()
    assert ada.city == ""
