"""The drawer: every step with what became of it, what comes next and why, and the history."""

from django.test import Client
from django.urls import reverse

from segue.actions.complete_task import complete_task
from segue.models import Activity, Enrollment
from tests.web.enrollments.parts import text_of
from tests.world import World, actor_of


def drawer(client: Client, enrollment: Enrollment) -> str:
    return text_of(client.get(reverse("enrollment", args=[enrollment.pk])))


def test_what_is_done_what_comes_and_why(bob: Client, going: Enrollment) -> None:
    shown = drawer(bob, going)
    assert "Ben Weber in Outbound · version 1" in shown
    assert "Step 1 was done at" in shown
    assert "Step 2 follows 1 day later" in shown
    assert "Step 1 · Automatic email" in shown
    assert "Call them Next Step 2 · Call · Call " in shown
    assert "Step 1 done" in shown
    assert "Enrolled by Alice Admin" in shown


def test_what_failed_with_the_advice_and_retry(bob: Client, failed: Enrollment) -> None:
    shown = drawer(bob, failed)
    assert "A merge field has no value {{ person.city }} has no value" in shown
    assert "then Retry." in shown
    assert "1 attempt" in shown
    assert "Step 1 failed" in shown
    assert "Call them Step 2 · Call · 1 day after step 1" in shown


def test_what_it_waits_for_and_who_did_it(world: World, bob: Client, going: Enrollment) -> None:
    world.tick(days=1, minutes=1)
    assert "waits until its task is done" in drawer(bob, going)
    complete_task(actor_of(world.mel), Activity.objects.get(enrollment=going, state="open"), world.now)
    shown = drawer(bob, going)
    assert "Task done by Mel Member" in shown
    assert "Step 2 made its task" in shown


def test_stopped_says_where(bob: Client, going: Enrollment) -> None:
    bob.post(reverse("enrollment-stop", args=[going.pk]))
    shown = drawer(bob, going)
    assert "Call them Stopped here" in shown
    assert "Stopped by Bob Manager" in shown


def test_its_address_alone_is_a_page(bob: Client, going: Enrollment) -> None:
    answer = bob.get(reverse("enrollment", args=[going.pk]), headers={"HX-Request": ""})
    assert '<h1 class="vh">Ben Weber in Outbound</h1>' in answer.content.decode()
    assert "<!doctype html>" in answer.content.decode()


def test_one_that_was_removed_says_so_where_it_is_open(bob: Client, going: Enrollment) -> None:
    address = reverse("enrollment", args=[going.pk])
    bob.post(reverse("enrollment-remove", args=[going.pk]))
    assert bob.get(address).status_code == 404
    followed = bob.get(address, headers={"X-Live": "true"})
    assert "Somebody removed this enrollment meanwhile." in text_of(followed)
    assert "data-live-url" not in followed.content.decode()
