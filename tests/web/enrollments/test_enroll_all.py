"""Enroll all that match: begun in the dialog, carried on by a worker, watched, stopped and continued there."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.actions import enroll_run
from segue.actions.enroll_run import carry_on
from segue.models import EnrollRun, Sequence
from segue.models.enroll_run import RunState
from segue.queries import candidates
from tests.web.enrollments.parts import Answer, text_of
from tests.world import World, client_of


def begin(client: Client, sequence: Sequence, q: str) -> Answer:
    return client.post(reverse("enroll-all", args=[sequence.pk]), {"q": q})


def options(client: Client, sequence: Sequence, q: str) -> str:
    return client.get(reverse("enroll-search", args=[sequence.pk]), {"q": q}).content.decode()


def test_the_dialog_offers_all_that_match_with_an_honest_number(
    world: World, bob: Client, sequence: Sequence, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        world.person(f"Kim {n}")
    assert "Enroll all 3 that match" in options(bob, sequence, "kim")
    assert "Enroll all" not in options(bob, sequence, "kim 2")
    monkeypatch.setattr(candidates, "MOST_COUNTED", 2)
    monkeypatch.setattr("segue.web.enrollments.enroll.MOST_COUNTED", 2)
    assert "Enroll all 2+ that match" in options(bob, sequence, "kim")


def test_it_shows_how_far_it_came_and_ends_with_the_reasons(
    world: World, bob: Client, sequence: Sequence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enroll_run, "CHUNK", 2)
    for n in range(4):
        world.person(f"Kim {n}", email="" if n == 3 else f"kim{n}@example.com")
    assert "those that match “kim”" in text_of(begin(bob, sequence, "kim"))
    run = EnrollRun.objects.get()
    progress = reverse("enroll-progress", args=[sequence.pk, run.pk])
    carry_on(run.pk, world.now)
    answer = bob.get(progress)
    assert "Enrolled 2" in text_of(answer)
    assert progress in answer.content.decode()
    while carry_on(run.pk, world.now):
        pass
    answer = bob.get(progress)
    assert "3 enrolled" in text_of(answer)
    assert "1 No email address" in text_of(answer)
    assert progress not in answer.content.decode()


def test_stop_and_continue(world: World, bob: Client, sequence: Sequence) -> None:
    world.person("Kim")
    begin(bob, sequence, "kim")
    run = EnrollRun.objects.get()
    assert "Enrolling people" in text_of(bob.get(reverse("enroll", args=[sequence.pk])))
    assert "Enroll people in" in text_of(bob.get(reverse("enroll", args=[sequence.pk]), {"choose": "1"}))
    stopped = bob.post(reverse("enroll-stop", args=[sequence.pk, run.pk]))
    assert "Stopped" in text_of(stopped)
    assert not carry_on(run.pk, world.now)
    assert "Enrolling people" in text_of(begin(bob, sequence, "kim"))
    assert EnrollRun.objects.get().state == RunState.RUNNING


def test_outsiders_find_nothing(world: World, bob: Client, sequence: Sequence) -> None:
    begin(bob, sequence, "")
    run = EnrollRun.objects.get()
    charlie = client_of(world.charlie)
    assert begin(charlie, sequence, "").status_code == 404
    for name in ("enroll-progress", "enroll-stop"):
        address = reverse(name, args=[sequence.pk, run.pk])
        answer = charlie.get(address) if name == "enroll-progress" else charlie.post(address)
        assert answer.status_code == 404
    assert bob.get(reverse("enroll-progress", args=[sequence.pk, run.pk + 1])).status_code == 404
