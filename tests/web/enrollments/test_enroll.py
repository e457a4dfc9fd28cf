"""Enroll Record: search, select, and the answer for each record."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.models import Enrollment, Sequence, Version
from tests.web.enrollments.parts import Answer, events_of, text_of, toast_of
from tests.world import World


def enroll(client: Client, sequence: Sequence, *ids: object) -> Answer:
    return client.post(reverse("enroll", args=[sequence.pk]), {"records": ids})


def search(client: Client, sequence: Sequence, q: str = "") -> Answer:
    return client.get(reverse("enroll-search", args=[sequence.pk]), {"q": q})


def test_the_dialog_opens(bob: Client, sequence: Sequence) -> None:
    assert "Enroll people in Outbound" in text_of(bob.get(reverse("enroll", args=[sequence.pk])))


def test_search_offers_records_of_the_type_with_reasons(
    world: World, bob: Client, sequence: Sequence, failed: Enrollment
) -> None:
    world.person("Fay Okafor")
    world.person("Gil Okafor", email="")
    world.company("Okafor Ltd")
    world.person("Hal Okafor", workspace=world.other_workspace)
    html = search(bob, sequence, "okafor")
    shown = text_of(html)
    assert "Fay Okafor" in shown
    assert "Okafor Ltd" not in shown
    assert "Hal Okafor" not in shown
    assert "Already in this sequence: Failed (Error)" in shown
    assert "No email address" in shown
    assert html.content.decode().count('aria-disabled="true"') == 2


def test_search_without_a_match_says_so(bob: Client, sequence: Sequence) -> None:
    assert text_of(search(bob, sequence, "zz\0z")) == "No people match “zz z”."
    assert text_of(search(bob, sequence)) == "There are no people in this workspace yet."


def test_all_enrolled_closes_the_dialog(world: World, bob: Client, sequence: Sequence) -> None:
    people = [world.person("Ida Kim"), world.person("Jo Kim")]
    answer = enroll(bob, sequence, *[person.pk for person in people])
    assert answer.status_code == 204
    assert toast_of(answer) == "Enrolled 2 people in Outbound."
    assert {"dialog:close", "live:refresh"} <= set(events_of(answer))
    assert set(sequence.enrollments.values_list("record_id", flat=True)) == {person.pk for person in people}
    assert sequence.enrollments.filter(enrolled_by=world.bob).count() == 2


def test_some_refused_are_told_by_name_in_the_dialog(
    world: World, bob: Client, sequence: Sequence, failed: Enrollment
) -> None:
    answer = enroll(bob, sequence, world.person("Ida Kim").pk, failed.record_id)
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "1 enrolled, 1 not" in shown
    assert "Ida Kim" in shown
    assert "Ada Okafor Already in this sequence: Failed (Error). Remove it first to start again." in shown
    assert "live:refresh" in events_of(answer)


def test_forged_ids_are_answered_each_and_leak_nothing(world: World, bob: Client, sequence: Sequence) -> None:
    company, stranger = world.company("Acme Ltd"), world.person("Secret Person", workspace=world.other_workspace)
    answer = enroll(bob, sequence, company.pk, stranger.pk, 987654)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "None of 3 enrolled" in shown
    assert "Acme Ltd The sequence is for records of the other type." in shown
    assert f"Record {stranger.pk} There is no such record in this workspace." in shown
    assert "Record 987654 There is no such record" in shown
    assert "Secret" not in shown
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize("impossible", [2**63 - 1, 2**63, "9" * 5_000])
def test_an_impossible_id_is_answered_for_itself(
    world: World, bob: Client, sequence: Sequence, impossible: object
) -> None:
    answer = enroll(bob, sequence, world.person("Ida Kim").pk, impossible)
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "1 enrolled, 1 not" in shown
    assert "Record 9223372036854775807 There is no such record in this workspace." in shown


@pytest.mark.parametrize("ids", [(), ("x",), ("-1",), ("",)])
def test_a_choice_that_is_none_is_refused_in_the_dialog(bob: Client, sequence: Sequence, ids: tuple[str, ...]) -> None:
    answer = enroll(bob, sequence, *ids)
    assert answer.status_code == 422
    assert "Choose at least one record from the list." in text_of(answer)


def test_a_draft_takes_nobody(world: World, bob: Client) -> None:
    draft = Sequence.objects.create(workspace=world.workspace, type="person", name="Early", created_at=world.now)
    Version.objects.create(workspace=world.workspace, sequence=draft)
    dialog, forged = bob.get(reverse("enroll", args=[draft.pk])), enroll(bob, draft, world.person().pk)
    assert (dialog.status_code, forged.status_code) == (409, 409)
    assert "Early is a draft: publish its steps first, then enroll." in text_of(dialog)
    assert "has not been published yet" in text_of(forged)


def test_remove_then_enroll_starts_a_new_round(
    world: World, bob: Client, sequence: Sequence, failed: Enrollment
) -> None:
    bob.post(reverse("enrollment-remove", args=[failed.pk]))
    assert enroll(bob, sequence, failed.record_id).status_code == 204
    assert sequence.enrollments.get(removed_at__isnull=True).round == 2
    assert "round 2" in text_of(bob.get(reverse("sequence-enrollments", args=[sequence.pk])))
