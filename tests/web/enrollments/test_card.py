"""The card Sequences of a Datasheet, and [+]."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.domain.records import RecordType
from segue.domain.tiers import Tier
from segue.models import Enrollment, Record, Sequence
from tests.web.enrollments.parts import Answer, events_of, queries_of, text_of, toast_of
from tests.world import World


def card(client: Client, record: Record) -> Answer:
    return client.get(reverse("record-sequences", args=[record.pk]))


def enroll(client: Client, record: Record, *sequences: object) -> Answer:
    return client.post(reverse("record-enroll", args=[record.pk]), {"sequences": sequences})


def test_the_datasheet_has_the_card(bob: Client, failed: Enrollment) -> None:
    answer = bob.get(reverse("person", args=[failed.record_id]), headers={"HX-Request": ""})
    assert 'id="sequences-card"' in answer.content.decode()


def test_it_says_where_the_record_stands(bob: Client, failed: Enrollment) -> None:
    answer = card(bob, failed.record)
    shown, html = text_of(answer), answer.content.decode()
    assert "Sequences 1 Outbound Failed (Error)" in shown
    assert "How is" not in shown
    assert "person.city" in shown
    assert "Step 1 of 2" in shown
    assert 'aria-label="Enroll in a sequence"' in html
    assert 'aria-label="Actions for Outbound"' in html
    assert reverse("enrollment-retry", args=[failed.pk]) in html


def test_removed_ones_are_gone(bob: Client, failed: Enrollment) -> None:
    bob.post(reverse("enrollment-remove", args=[failed.pk]))
    assert "Not in any sequence." in text_of(card(bob, failed.record))


def test_it_costs_the_same_for_many_sequences(world: World, bob: Client) -> None:
    one, many = world.person(), world.person()
    world.enroll(world.sequence(), one)
    for _ in range(6):
        world.enroll(world.sequence(), many)
    addresses = [reverse("record-sequences", args=[record.pk]) for record in (one, many)]
    assert queries_of(bob, addresses[0]) == queries_of(bob, addresses[1])


def test_on_basic_it_explains_and_offers_nothing(world: World, bob: Client, failed: Enrollment) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    answer = card(bob, failed.record)
    assert "Sequences are part of the Professional tier." in text_of(answer)
    assert "Outbound Failed (Error)" in text_of(answer)
    assert "Enroll in a sequence" not in answer.content.decode()
    assert "Actions for" not in answer.content.decode()


def test_only_active_sequences_of_the_type_are_offered(world: World, bob: Client, failed: Enrollment) -> None:
    world.sequence(RecordType.COMPANY, name="For companies")
    world.sequence(name="Archived", archived_at=world.now)
    world.sequence(name="Theirs", workspace=world.other_workspace)
    world.sequence(name="Welcome")
    address = reverse("record-enroll-search", args=[failed.record_id])
    shown = text_of(bob.get(address))
    assert "Welcome 1 step" in shown
    assert "Outbound 2 steps Already in this sequence" in shown
    assert not any(name in shown for name in ("For companies", "Archived", "Theirs"))
    assert text_of(bob.get(address, {"q": "zzz"})) == "No active Person sequence matches “zzz”."


def test_enroll_from_the_datasheet(world: World, bob: Client) -> None:
    company = world.company("Acme Ltd")
    sequence = world.sequence(RecordType.COMPANY, name="Accounts")
    assert "Enroll in a sequence Acme Ltd" in text_of(bob.get(reverse("record-enroll", args=[company.pk])))
    answer = enroll(bob, company, sequence.pk)
    assert (answer.status_code, toast_of(answer)) == (204, "Enrolled Acme Ltd in Accounts.")
    assert {"dialog:close", "live:refresh"} <= set(events_of(answer))
    assert "Accounts In Progress" in text_of(card(bob, company))


def test_a_second_time_is_refused_by_name(bob: Client, sequence: Sequence, failed: Enrollment) -> None:
    answer = enroll(bob, failed.record, sequence.pk)
    assert answer.status_code == 422
    assert "Not enrolled in Outbound. Already in this sequence: Failed (Error)." in text_of(answer)


@pytest.mark.parametrize("case", ["other type", "other workspace", "unknown", "archived"])
def test_forged_sequences_are_refused(world: World, bob: Client, case: str) -> None:
    forged = {
        "other type": world.sequence(RecordType.COMPANY).pk,
        "other workspace": world.sequence(name="Secret", workspace=world.other_workspace).pk,
        "unknown": 987654,
        "archived": world.sequence(archived_at=world.now).pk,
    }
    answer = enroll(bob, world.person(), forged[case])
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "Secret" not in text_of(answer)
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize("sequences", [(), ("x",), ("1", "2")])
def test_no_single_choice_is_refused(world: World, bob: Client, sequences: tuple[str, ...]) -> None:
    answer = enroll(bob, world.person(), *sequences)
    assert (answer.status_code, "Choose a sequence from the list." in text_of(answer)) == (422, True)
