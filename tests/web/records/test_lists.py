"""The lists of people and companies."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from segue.actions.save_record import set_tags
from segue.models import Record
from tests.world import World, client_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.mel)


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    page = client.get(reverse("people")).content.decode()
    assert "No people yet" in page
    assert reverse("person-new") in page
    assert "No companies yet" in client.get(reverse("companies")).content.decode()


def test_a_line_shows_what_matters(world: World, client: Client) -> None:
    kestrel = world.company("Kestrel Health", domain="kestrel.example", industry="Software")
    ada = world.person("Ada Okafor", title="COO", email="ada@kestrel.example", company=kestrel, owner=world.bob)
    set_tags(ada, ["vip"])
    world.enroll(world.sequence(), ada)
    people = client.get(reverse("people")).content.decode()
    for text in ("Ada Okafor", "COO", "ada@kestrel.example", "Kestrel Health", "vip", "Bob Manager"):
        assert text in people
    assert '<td class="num" data-label="Sequences">1</td>' in people
    companies = client.get(reverse("companies")).content.decode()
    assert "Ada Okafor" not in companies
    assert "Software" in companies


def test_the_search_field_gets_the_table_alone(world: World, client: Client) -> None:
    world.person("Ada Okafor", title="COO")
    world.person("Bo Lind", title="CTO")
    answer = client.get(reverse("people"), {"q": "okafor coo"}, headers=HTMX)
    part = answer.content.decode()
    assert "Ada Okafor" in part
    assert "Bo Lind" not in part
    assert "<html" not in part
    assert "HX-Request" in answer["Vary"]
    whole = client.get(reverse("people"), {"q": "okafor"}).content.decode()
    assert "<html" in whole
    assert 'value="okafor"' in whole


def test_back_in_the_history_is_a_whole_page(client: Client) -> None:
    answer = client.get(reverse("people"), headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert b"<html" in answer.content


@pytest.mark.parametrize("q", ["zzz", "%", "_", "\\", "'", "\0zz", "x" * 5000])
def test_nothing_found_offers_to_clear(world: World, client: Client, q: str) -> None:
    world.person("Ada")
    answer = client.get(reverse("people"), {"q": q})
    assert answer.status_code == 200
    assert "Clear search" in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_double(world: World, client: Client) -> None:
    for n in range(120):
        world.person(f"Person {n:03}", email="")
    for _ in range(3):
        world.person("Person 049", email="")  # namesakes on the edge of a page
    seen: list[int] = []
    address = reverse("people")
    for size in (50, 50, 23):
        answer = client.get(address)
        rows = answer.context["page"].rows
        assert len(rows) == size
        seen += [row.id for row in rows]
        after = answer.context["page"].next_after
        assert (f"after={after}" in answer.content.decode()) is (after is not None)
        address = f"{reverse('people')}?after={after}"
    assert sorted(seen) == sorted(Record.objects.values_list("id", flat=True))


@pytest.mark.parametrize("after", ["x", "-1", "0", "9" * 18, "9" * 40, "²"])
def test_a_cursor_that_means_nothing_is_the_first_page(world: World, client: Client, after: str) -> None:
    world.person("Ada Okafor")
    assert "Ada Okafor" in client.get(reverse("people"), {"after": after}).content.decode()


def test_html_in_names_is_text(world: World, client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    ada = world.person(nasty, title="<b>COO</b>")
    set_tags(ada, ["<i>vip</i>"])
    for page in (reverse("people"), reverse("person", args=[ada.pk]), reverse("search") + "?q=script"):
        text = client.get(page).content.decode()
        assert nasty not in text
        assert "&lt;script&gt;" in text


def test_the_number_of_queries_does_not_grow(world: World, client: Client) -> None:
    sequence = world.sequence()

    def queries_with_more(count: int) -> int:
        for _ in range(count):
            person = world.person(company=world.company(), owner=world.bob)
            set_tags(person, ["vip", "new"])
            world.enroll(sequence, person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people"))
        return len(queries)

    queries_with_more(2)
    assert queries_with_more(2) == queries_with_more(20) < 10
