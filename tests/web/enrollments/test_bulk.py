"""Stop, Remove and Retry of many, ticked or behind the filter, with how many and why not the others."""

from django.test import Client
from django.urls import reverse

from segue.models import Enrollment, Sequence
from segue.queries.enrollments import PAGE_SIZE
from tests.web.enrollments.parts import Answer, events_of, text_of, toast_of
from tests.world import World


def press(client: Client, verb: str, sequence: Sequence, **form: object) -> Answer:
    return client.post(reverse("enrollments-bulk", args=[sequence.pk, verb]), form)


def test_stop_of_the_ticked_says_how_many_and_redraws(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    answer = press(bob, "stop", sequence, enrollments=[failed.pk, going.pk])
    assert toast_of(answer) == "Stopped 2."
    assert "Stopped 2" in text_of(answer)
    assert 'id="enrollments"' in answer.content.decode()


def test_retry_skips_what_has_not_failed(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    answer = press(bob, "retry", sequence, enrollments=[failed.pk, going.pk])
    assert toast_of(answer) == "Retrying 1. Skipped 1: not Failed (Error)."


def test_nothing_changed_is_told_as_an_error(bob: Client, sequence: Sequence, going: Enrollment) -> None:
    answer = press(bob, "retry", sequence, enrollments=[going.pk])
    assert events_of(answer)["toast"] == {
        "message": "There was nothing left to retry. Skipped 1: not Failed (Error).",
        "kind": "error",
    }


def test_the_second_of_two_who_press_retry_hears_that_nothing_was_left(
    bob: Client, sequence: Sequence, failed: Enrollment
) -> None:
    assert toast_of(press(bob, "retry", sequence, all="1", status="failed")) == "Retrying 1."
    answer = press(bob, "retry", sequence, all="1", status="failed")
    assert events_of(answer)["toast"] == {"message": "There was nothing left to retry.", "kind": "success"}


def test_what_a_colleague_removed_is_counted(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    press(bob, "remove", sequence, enrollments=[going.pk])
    answer = press(bob, "stop", sequence, enrollments=[failed.pk, going.pk])
    assert toast_of(answer) == "Stopped 1. 1 had been removed meanwhile."


def test_all_that_match_reaches_beyond_the_page(world: World, bob: Client) -> None:
    sequence = world.sequence()
    world.enroll(sequence, *[world.person() for _ in range(PAGE_SIZE + 5)])
    answer = press(bob, "stop", sequence, all="1")
    assert toast_of(answer) == f"Stopped {PAGE_SIZE + 5}."


def test_all_that_match_stays_behind_the_filter(
    bob: Client, sequence: Sequence, failed: Enrollment, going: Enrollment
) -> None:
    assert toast_of(press(bob, "remove", sequence, all="1", status="failed")) == "Removed 1."
    assert toast_of(press(bob, "remove", sequence, all="1", q="nobody")) == "There was nothing left to remove."
    going.refresh_from_db()
    assert going.removed_at is None


def test_ids_of_other_sequences_and_workspaces_are_left_alone(
    world: World, bob: Client, sequence: Sequence, going: Enrollment
) -> None:
    other = world.sequence()
    [elsewhere] = world.enroll(other, world.person())
    theirs = world.sequence(workspace=world.other_workspace)
    [foreign] = world.enroll(theirs, world.person(workspace=world.other_workspace), member=world.charlie)
    answer = press(bob, "stop", sequence, enrollments=[going.pk, elsewhere.pk, foreign.pk])
    assert toast_of(answer) == "Stopped 1. 2 had been removed meanwhile."
    assert set(Enrollment.objects.exclude(pk=going.pk).values_list("status", flat=True)) == {"in_progress"}


def test_nothing_ticked_and_junk_are_refused_in_words(bob: Client, sequence: Sequence, going: Enrollment) -> None:
    for form in ({}, {"enrollments": "x"}):
        answer = press(bob, "stop", sequence, **form)
        assert (answer.status_code, text_of(answer)) == (409, "Tick the records in the table first.")


def test_only_bulk_verbs_exist(bob: Client, sequence: Sequence) -> None:
    assert press(bob, "resume", sequence).status_code == 404
