"""The drawer: every step with what became of it, what comes next and why, and the history."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.actions.complete_task import complete_task
from segue.actions.draft import add_step, delete_step
from segue.actions.publish import publish
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import Sent, Temporary
from segue.domain.steps import StepKind
from segue.models import Activity, Enrollment, OutboxMessage
from segue.queries.sequences import get_step
from tests.engine.stages import answering
from tests.web.enrollments.conftest import CALL_TOMORROW
from tests.web.enrollments.parts import text_of, toast_of
from tests.world import StepPlan, World, actor_of


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


def test_done_steps_show_what_was_sent_with_a_link(world: World, bob: Client) -> None:
    hello = StepPlan(StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "Hi"})
    stage = StepPlan(StepKind.FIELD, {"field": "city", "value": "{{ company.name | default: 'Oslo' }}"})
    tag = StepPlan(StepKind.TAG, {"operation": "add", "tag": "warm"})
    [enrollment] = world.enroll(world.sequence(steps=[hello, stage, tag]), world.person("Ada Okafor"))
    before = drawer(bob, enrollment)
    assert "Hello Ada Next" in before
    assert "Set City to “Oslo”" in before
    assert "Add tag “warm”" in before
    for _ in range(3):
        world.tick()
    answer = bob.get(reverse("enrollment", args=[enrollment.pk]))
    assert "Sent to ada.okafor@example.com · Message" in text_of(answer)
    message = OutboxMessage.objects.get(delivery__enrollment=enrollment)
    assert reverse("outbox-message", args=[message.pk]) in answer.content.decode()
    assert "Set City to “Oslo”" in text_of(answer)
    assert "Added tag “warm”" in text_of(answer)


def test_a_text_that_cannot_be_filled_in_yet_is_shown_as_written(world: World, bob: Client) -> None:
    visit = StepPlan(StepKind.TODO, {"title": "Visit {{ person.city }}"})
    [enrollment] = world.enroll(world.sequence(steps=[CALL_TOMORROW, visit]), world.person())
    assert "Visit {{ person.city }}" in drawer(bob, enrollment)


def test_an_open_task_is_linked_and_can_be_completed(world: World, bob: Client, going: Enrollment) -> None:
    world.tick(days=1, minutes=1)
    task = Activity.objects.get(enrollment=going, state="open")
    page = bob.get(reverse("enrollment", args=[going.pk])).content.decode()
    assert f"{reverse('person', args=[going.record_id])}#task-{task.pk}" in page
    assert f'hx-post="{reverse("task-complete", args=[task.pk])}"' in page
    assert "Task open since Tue 24 Nov 2026" in page
    answer = bob.post(reverse("task-complete", args=[task.pk]), {"outcome": "Interested"})
    assert "live:refresh" in answer["HX-Trigger"]
    assert "Done by Bob Manager: Interested" in drawer(bob, going)


def test_a_step_that_went_on_at_once_is_not_done_while_its_task_is_open(world: World, bob: Client) -> None:
    at_once = StepPlan(StepKind.TODO, {"title": "Look them up", "wait": False})
    [enrollment] = world.enroll(world.sequence(steps=[at_once, CALL_TOMORROW]), world.person())
    world.tick()
    page = bob.get(reverse("enrollment", args=[enrollment.pk]))
    assert "Look them up Task open Step 1 · To-do Task open since Mon 23 Nov 2026" in text_of(page)
    assert "is-done" not in page.content.decode()
    complete_task(actor_of(world.mel), Activity.objects.get(enrollment=enrollment), world.now)
    page = bob.get(reverse("enrollment", args=[enrollment.pk]))
    assert "Done by Mel Member" in text_of(page)
    assert "is-done" in page.content.decode()


def test_a_step_tried_again_shows_the_last_attempt(world: World, bob: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Temporary(StepError(ErrorCode.WEBHOOK_BUSY, "503 Busy"))
    answering(monkeypatch, busy, Sent("200 OK: thanks"))
    hook = StepPlan(StepKind.WEBHOOK, {"url": "https://hooks.example/x"})
    [enrollment] = world.enroll(world.sequence(steps=[hook]), world.person())
    world.tick()
    assert "Attempt 1: The webhook's server was not able to answer. 503 Busy." in drawer(bob, enrollment)
    world.tick(hours=1)
    assert "Answer: 200 OK: thanks" in drawer(bob, enrollment)


def test_a_failed_step_that_is_no_longer_published(world: World, bob: Client, failed: Enrollment) -> None:
    assert "The published version" not in drawer(bob, failed)
    delete_step(world.actor, get_step(failed.sequence, "step1"), world.now)
    publish(world.actor, failed.sequence, world.now)
    assert (
        "The published version no longer has this step. Retry runs it as it was; to take the new steps, Remove and "
        "enroll again."
    ) in drawer(bob, failed)
    said = toast_of(bob.post(reverse("enrollment-retry", args=[failed.pk])))
    assert said.startswith("Retry: step 1 runs again for Ada Okafor.")
    assert "it runs as it was" in said


def test_a_step_added_before_the_one_that_was_retried_did_not_run(
    world: World, bob: Client, failed: Enrollment
) -> None:
    config = {"title": "Prepare", "body": "", "wait": False}
    add_step(world.actor, failed.sequence, "todo", config, 0, "days", world.now, position=1)
    publish(world.actor, failed.sequence, world.now)
    bob.post(reverse("enrollment-retry", args=[failed.pk]))
    assert "Prepare Did not run Step 1" in drawer(bob, failed)


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
