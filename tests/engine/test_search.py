"""Search finds the same on SQLite and on Postgres, is kept up to date by the database, and stays bounded."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from segue.actions.save_record import create_record, update_record
from segue.domain.records import RecordType
from segue.domain.search import holds, scope_of, search_text, words_of
from segue.models import Record
from segue.queries import enrollments, records
from segue.queries.record_choices import search
from segue.queries.record_details import details_page
from segue.queries.record_search import found_first, with_words
from tests.world import NOW, World

PERSON, COMPANY = RecordType.PERSON, RecordType.COMPANY


def found(world: World, q: str, record_type: RecordType = PERSON) -> list[str]:
    """The names that the list shows; a bulk action must mean the same records."""
    listed = [row.name for row in records.page(world.workspace, record_type, q).rows]
    meant = with_words(records.of_type(world.workspace, record_type), world.workspace, [record_type], q)
    assert sorted(listed) == sorted(meant.values_list("name", flat=True))
    return listed


@pytest.mark.parametrize(
    "q",
    ["ada", "ADA", "lovel", "ada lovelace", "love ada", "ada@exa", "@example.com", "engin", "ada.lovelace@example.com"],
)
def test_each_word_begins_a_word_of_the_record(world: World, q: str) -> None:
    world.person("Ada Lovelace", title="Engineer")
    world.person("Grace Hopper", email="grace@navy.test", title="Admiral")
    assert found(world, q) == ["Ada Lovelace"]


@pytest.mark.parametrize(
    "q", ["ovelace", "ada grace", "nobody", "xample", "!!!", "@", "§", "%", "x_x", "'", '"', "*", "\\"]
)
def test_other_words_find_nothing(world: World, q: str) -> None:
    world.person("Ada Lovelace")
    assert found(world, q) == []


def test_nothing_typed_shows_all_by_name(world: World) -> None:
    world.person("Grace Hopper")
    world.person("Ada Lovelace")
    assert found(world, "") == found(world, "  ") == ["Ada Lovelace", "Grace Hopper"]


@pytest.mark.parametrize(
    ("name", "q"),
    [("José Muñoz", "munoz jose"), ("Jose Munoz", "MUÑOZ"), ("Straße", "strasse"), ("İlker Çelik", "celik ilk"),
     ("Łukasz Ørsted", "lukasz orsted"), ("Σοφία", "σοφια"), ("李小龙", "李小"),
     ("Жанна", "ЖАН"), ("O'Neill-Smith", "neill sm"), ("A1 b2c", "b2")],
)  # fmt: skip
def test_accents_capitals_and_signs_do_not_matter(world: World, name: str, q: str) -> None:
    world.person(name, email="")
    assert found(world, q) == [name]


def test_what_somebody_types_never_breaks_it(world: World) -> None:
    world.person("Ada Lovelace", email="")

    @given(st.text(max_size=20))
    def types(q: str) -> None:
        words = words_of(q)
        expected = bool(words) and holds(search_text(scope_of(world.workspace.id, "person"), ["Ada Lovelace"]), words)
        assert bool(found(world, q)) == (expected if q.strip() else True)

    types()


def test_it_follows_changes_and_forgets_what_is_gone(world: World) -> None:
    ada = create_record(world.actor, PERSON, {"first_name": "Ada", "last_name": "Byron"}, NOW)
    update_record(world.actor, ada, {"last_name": "Lovelace"}, NOW)
    assert (found(world, "byron"), found(world, "lovel")) == ([], ["Ada Lovelace"])
    ada.delete()
    assert found(world, "lovel") == []


def test_each_workspace_and_each_type_by_itself(world: World) -> None:
    world.person("Ada Same")
    world.company("Same Inc")
    world.person("Ada Same", workspace=world.other_workspace)
    assert found(world, "same") == ["Ada Same"]
    assert found(world, "same", COMPANY) == ["Same Inc"]
    assert [choice.name for choice in search(world.workspace, "same", 8)] == ["Ada Same", "Same Inc"]


def test_the_records_of_others_are_not_in_the_way(world: World) -> None:
    ours = [world.person(f"Ada Longfellowship {n}", email="").id for n in range(3)]
    for n in range(9):
        world.person(f"Ada Longfellow {n}", workspace=world.other_workspace)
    for q in ("ada", "longfellow", "longfellowship", "longfellows ada"):
        assert sorted(found_first(world.workspace, [PERSON], q, 3)) == ours
        assert set(found_first(world.workspace, [PERSON], q, 2)) < set(ours)
    assert found_first(world.workspace, [PERSON, COMPANY], "longfellowshipping", 2) == []


def test_of_very_many_the_first_are_sorted_and_a_program_gets_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_SORTED", 3)
    monkeypatch.setattr(records, "MOST_WALKED", 4)
    names = [world.person(f"Ada {n}", email="").name for n in range(7)] + [world.person("Bob", email="").name]
    listed = records.page(world.workspace, PERSON, "ada", size=2)
    assert (listed.is_cut, len(listed.rows)) == (True, 2)
    assert listed.rows == sorted(listed.rows, key=lambda row: row.name)
    got, after, pages = [], None, 0
    while pages == 0 or after:
        page = details_page(world.workspace, PERSON, "ada", after, 2)
        got += [item.record.name for item in page.items]
        after, pages = page.next_after, pages + 1
    assert got == names[:7]


def test_the_table_finds_all_of_very_many_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [world.person(f"Ada {n}" if n % 2 else f"Bob {n}") for n in range(9)]
    sequence = world.sequence()
    world.enroll(sequence, *people)
    whole = enrollments.page(sequence, None, "ada")
    assert (whole.total, whole.next_before) == (4, None)
    monkeypatch.setattr(enrollments, "MOST_FOUND", 2)
    assert enrollments.page(sequence, None, "ada") == whole
    monkeypatch.setattr(enrollments, "MOST_WALKED", 3)
    got, before, pages = [], None, 0
    while pages == 0 or before:
        page = enrollments.page(sequence, None, "ada", before, 1)
        got += [row.record_name for row in page.rows]
        before, pages = page.next_before, pages + 1
    assert got == [row.record_name for row in whole.rows] == ["Ada 7", "Ada 5", "Ada 3", "Ada 1"]


def test_old_records_are_found_after_the_upgrade(world: World) -> None:
    halden = world.company("Halden Works")
    ada = world.person("Ada Muñoz", company=halden)
    Record.objects.update(search="ada muñoz\nmunoz")
    import_module("segue.migrations.0010_search_words").to_words(apps, connection.schema_editor())
    ada.refresh_from_db()
    assert found(world, "munoz halden") == ["Ada Muñoz"]
    assert found(world, "halden", COMPANY) == ["Halden Works"]
