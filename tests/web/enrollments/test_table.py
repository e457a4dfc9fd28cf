"""The tab Enrollments: what it shows, filtered, searched, a page at a time, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.domain.records import RecordType
from segue.models import Enrollment, Sequence, Version
from segue.queries.enrollments import PAGE_SIZE
from tests.web.enrollments.parts import queries_of, text_of
from tests.world import World


def page(client: Client, sequence: Sequence, query: str = "") -> str:
    answer = client.get(reverse("sequence", args=[sequence.pk]) + query, headers={"HX-Request": ""})
    assert answer.status_code == 200
    return text_of(answer)


def test_each_row_says_status_step_and_what_comes_next(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    shown = page(bob, sequence)
    assert "Enroll Record" in shown
    assert "Ada Okafor" in shown
    assert "Failed (Error)" in shown
    assert "Automatic email failed" in shown
    assert "A merge field has no value" in shown
    assert "Ben Weber" in shown
    assert "Step 2 of 2" in shown
    assert "Call " in shown
    assert "by Alice Admin" in shown
    assert "Replies do not stop future steps" in shown


def test_the_counters_follow_the_statuses(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    shown = page(bob, sequence)
    assert "Enrolled 2" in shown
    assert "In Progress 1" in shown
    assert "Failed (Error) 1" in shown
    assert "Stopped 0" in shown


def test_a_chip_leaves_only_its_status(bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment) -> None:
    shown = page(bob, sequence, "?status=failed")
    assert "Ada Okafor" in shown
    assert "Ben Weber" not in shown


def test_a_search_finds_by_name(bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment) -> None:
    shown = page(bob, sequence, "?q=WEB")
    assert "Ben Weber" in shown
    assert "Ada Okafor" not in shown


@pytest.mark.parametrize("query", ["?status=nonsense", "?before=abc", "?before=" + "9" * 40, "?q=%00"])
def test_an_address_that_makes_no_sense_shows_the_whole_table(
    bob: Client, sequence: Sequence, failed: Enrollment, query: str
) -> None:
    assert "Ada Okafor" in page(bob, sequence, query)


def test_only_steps_the_status_allows_are_offered(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    answer = bob.get(reverse("sequence-enrollments", args=[sequence.pk]))
    html = answer.content.decode()
    assert reverse("enrollment-retry", args=[failed.pk]) in html
    assert reverse("enrollment-retry", args=[going.pk]) not in html
    assert reverse("enrollment-stop", args=[going.pk]) in html
    assert reverse("enrollment-remove", args=[going.pk]) in html


def test_pages_follow_each_other(world: World, bob: Client) -> None:
    sequence = world.sequence()
    people = [world.person(f"Person No{number:03}") for number in range(PAGE_SIZE + 2)]
    enrollments = world.enroll(sequence, *people)
    first = page(bob, sequence)
    assert f"The newest {PAGE_SIZE} of {PAGE_SIZE + 2} enrollments" in first
    assert "Person No051" in first
    assert "Person No001" not in first
    second = page(bob, sequence, f"?before={enrollments[2].pk}")
    assert "Person No001" in second
    assert "Person No000" in second
    assert "Person No002" not in second
    assert "Older" not in second
    assert "Newest" in second


def test_nobody_enrolled_says_what_to_do(world: World, bob: Client) -> None:
    assert "Enroll companies, and each goes through the steps" in page(bob, world.sequence(RecordType.COMPANY))


def test_a_filter_that_matches_nothing_offers_to_clear(bob: Client, sequence: Sequence, failed: Enrollment) -> None:
    shown = page(bob, sequence, "?status=completed&q=ada")
    assert "Nothing here matches “ada” with the status Completed." in shown
    assert "Clear" in shown


def test_a_draft_says_publish_first(world: World, bob: Client) -> None:
    draft = Sequence.objects.create(workspace=world.workspace, type="person", name="Draft", created_at=world.now)
    Version.objects.create(workspace=world.workspace, sequence=draft)
    assert "Publish the sequence first" in page(bob, draft)


def test_names_are_escaped(world: World, bob: Client, sequence: Sequence) -> None:
    world.enroll(sequence, world.person('<script>"x"</script> Smith'))
    html = bob.get(reverse("sequence-enrollments", args=[sequence.pk])).content.decode()
    assert '<script>"x"' not in html
    assert "&lt;script&gt;" in html


def test_a_chip_puts_its_address_into_the_browser(bob: Client, sequence: Sequence) -> None:
    answer = bob.get(reverse("sequence-enrollments", args=[sequence.pk]), {"status": "failed", "q": ""})
    assert answer["HX-Push-Url"] == reverse("sequence", args=[sequence.pk]) + "?status=failed"


def test_typing_a_search_replaces_the_address(bob: Client, sequence: Sequence) -> None:
    address = reverse("sequence-enrollments", args=[sequence.pk])
    answer = bob.get(address, {"q": "a b"}, headers={"HX-Trigger": "enrollment-q"})
    assert answer["HX-Replace-Url"] == reverse("sequence", args=[sequence.pk]) + "?q=a+b"


def test_fifty_rows_cost_as_many_queries_as_five(world: World, bob: Client) -> None:
    few, many = world.sequence(), world.sequence()
    world.enroll(few, *[world.person() for _ in range(5)])
    world.enroll(many, *[world.person() for _ in range(PAGE_SIZE)])
    for name in ("sequence", "sequence-enrollments"):
        assert queries_of(bob, reverse(name, args=[few.pk])) == queries_of(bob, reverse(name, args=[many.pk]))
