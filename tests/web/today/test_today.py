"""Today: what is due, what failed, what ran."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from segue.actions.add_task import add_task
from segue.actions.remove import remove
from segue.actions.stop import stop
from segue.domain.records import RecordType
from segue.domain.steps import StepKind
from segue.domain.tiers import Tier
from segue.models import Activity, Enrollment
from segue.queries.today import due_tasks
from tests.world import NOW, StepPlan, World, actor_of, client_of

FAILS = (StepPlan(StepKind.EMAIL, {"subject": "Hi {{ person.city }}", "body": "Hello"}),)


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.mel)


def today(client: Client, tasks: str = "everyone", **headers: str) -> str:
    return client.get(reverse("today"), {"tasks": tasks}, headers=headers).content.decode()


def titles_due(world: World, now: datetime) -> list[str]:
    return [task.title for task in due_tasks(world.workspace, now)]


def test_an_empty_day_says_what_will_show(world: World, client: Client) -> None:
    world.person("Ada")
    world.sequence()
    page = today(client)
    for words in ("Nothing is due", "Nothing failed.", "Nothing ran yet."):
        assert words in page


def test_due_is_until_midnight_on_the_workspaces_clock(world: World) -> None:
    ada = world.person("Ada")
    midnight = datetime.fromisoformat("2026-11-24T00:00:00+01:00")
    for title, due_at in (
        ("overdue", NOW - timedelta(days=3)),
        ("tonight", midnight - timedelta(minutes=1)),
        ("tomorrow", midnight),
    ):
        add_task(world.actor, ada, title, due_at, NOW)
    theirs = world.person("Eve", workspace=world.other_workspace)
    add_task(type(world.actor)(world.charlie, world.actor.source), theirs, "theirs", NOW, NOW)
    assert titles_due(world, NOW) == ["overdue", "tonight"]
    assert titles_due(world, NOW + timedelta(days=1)) == ["overdue", "tonight", "tomorrow"]


def test_a_task_says_for_whom_what_and_why(world: World, client: Client) -> None:
    sequence = world.sequence(steps=[StepPlan(StepKind.CALL, {"title": "Call them", "body": "Ask about <b>May</b>"})])
    world.enroll(sequence, world.person("Ada Okafor"))
    world.tick()
    page = today(client)
    for text in ("Call them", "Ada Okafor", sequence.name, "Ask about &lt;b&gt;May&lt;/b&gt;", "Complete"):
        assert text in page
    assert "Call them" not in today(client_of(world.charlie))


def test_what_failed_says_why_and_can_be_retried(world: World, client: Client) -> None:
    enrollment = world.enroll(world.sequence(steps=FAILS), world.person("Ada Okafor"))[0]
    world.tick()
    page = today(client)
    for text in ("Failed (Error)", "A merge field has no value", "person.city", "Ada Okafor"):
        assert text in page
    assert reverse("enrollment-retry", args=[enrollment.pk]) in page
    assert "Ada Okafor" not in today(client_of(world.charlie))


def test_what_ran_is_what_steps_did(world: World, client: Client) -> None:
    world.person("Ada Okafor")
    kestrel = world.company("Kestrel Health")
    world.enroll(world.sequence(RecordType.COMPANY, [StepPlan(StepKind.TAG, {"tag": "vip"})]), kestrel)
    world.tick()
    page = today(client)
    assert reverse("company", args=[kestrel.pk]) in page
    assert "Nothing ran yet." not in page


def test_on_basic_the_page_explains_the_tier(world: World, client: Client) -> None:
    ada = world.person("Ada Okafor")
    world.enroll(world.sequence(steps=FAILS), ada)
    world.tick()
    add_task(world.actor, ada, "Send the offer", NOW, NOW)
    world.workspace.tier = "basic"
    world.workspace.save()
    page = today(client)
    assert "Sequences are part of the Professional tier" in page
    assert "Send the offer" in page
    assert "Failed (Error)</button>" not in page


def test_the_live_part_is_the_page_without_its_frame(world: World, client: Client) -> None:
    part = today(client, **{"HX-Request": "true"})
    assert part.lstrip().startswith('<div id="today"')
    assert "<html" not in part


def test_more_than_fits_is_said_and_not_counted(world: World, client: Client) -> None:
    ada = world.person("Ada")
    for n in range(60):
        add_task(world.actor, ada, f"Task {n:02}", NOW, NOW)
    page = today(client)
    assert "Task 49" in page
    assert "Task 50" not in page
    assert "50+" in page


def test_the_number_of_queries_does_not_grow(world: World, client: Client) -> None:
    calls, mails = world.sequence(steps=[StepPlan(StepKind.CALL, {"title": "Call"})]), world.sequence(steps=FAILS)

    def queries_with_more(count: int) -> int:
        for _ in range(count):
            person = world.person()
            world.enroll(calls, person)
            world.enroll(mails, person)
        world.tick()
        with CaptureQueriesContext(connection) as queries:
            today(client)
        return len(queries)

    queries_with_more(1)
    assert queries_with_more(1) == queries_with_more(9) < 10


def test_the_date_is_the_workspaces(world: World, client: Client) -> None:
    world.workspace.time_zone = "Pacific/Kiritimati"
    world.workspace.save()
    assert f"{timezone.now() + timedelta(hours=14):%A}" in today(client)


def test_a_new_workspace_says_how_to_begin(world: World) -> None:
    manager, member = client_of(world.bob), client_of(world.mel)
    add_person, new_sequence = (f'href="{reverse(name)}"' for name in ("person-new", "sequence-new"))
    assert add_person in today(manager)
    assert new_sequence in today(manager)
    assert add_person in today(member)
    assert new_sequence not in today(member)
    assert "A manager or admin" in today(member)
    world.person("Ada")
    assert add_person not in today(manager)
    assert new_sequence in today(manager)
    world.sequence()
    assert "Begin here" not in today(manager)
    assert "Nothing is due" in today(manager)


def test_the_guide_of_the_basic_tier_is_silent_about_sequences(world: World) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    page = today(client_of(world.alice))
    assert reverse("person-new") in page
    assert reverse("sequence-new") not in page


def test_mine_are_those_of_the_member_and_of_nobody(world: World, client: Client) -> None:
    ada, now = world.person("Ada"), timezone.now()
    add_task(actor_of(world.mel), ada, "Task of Mel", now - timedelta(days=2), NOW)
    add_task(world.actor, ada, "Task of Alice", now, NOW)
    task = add_task(world.actor, ada, "Task of nobody", now, NOW)
    Activity.objects.filter(pk=task.pk).update(assignee=None)
    mine, all_of_them = client.get(reverse("today")).content.decode(), today(client)
    assert ("Task of Mel" in mine, "Task of nobody" in mine, "Complete: Task of Alice" in mine) == (True, True, False)
    assert '<span class="n">2</span>' in mine
    assert "Complete: Task of Alice" in all_of_them
    assert '<span class="n">3</span>' in all_of_them
    assert 'data-live-url="/?tasks=everyone"' in all_of_them
    assert mine.index(">Overdue</h3>") < mine.index("Complete: Task of Mel") < mine.index(">Today</h3>")


def test_what_a_stopped_or_removed_enrollment_left_says_so_and_can_be_dismissed(world: World, client: Client) -> None:
    sequence = world.sequence(name="Outreach")
    going, stopped, removed = world.enroll(sequence, world.person(), world.person(), world.person())
    world.tick()
    assert "Dismiss:" not in today(client)
    stop(world.actor, Enrollment.objects.filter(pk=stopped.pk), world.now)
    remove(world.actor, Enrollment.objects.filter(pk=removed.pk), world.now)
    page = today(client)
    assert (page.count("Stopped in Outreach"), page.count("Removed from Outreach")) == (1, 1)
    assert page.count("Dismiss: ") == 2
    task = Activity.objects.get(enrollment=stopped)
    answer = client.post(reverse("task-dismiss", args=[task.pk]), headers={"HX-Request": "true"})
    assert (answer.status_code, "Dismissed: Look them up" in answer["HX-Trigger"]) == (204, True)
    assert "Stopped in Outreach" not in today(client)
    timeline = client.get(reverse("person-timeline", args=[stopped.record_id])).content.decode()
    assert "Dismissed</span>" in timeline
    waited_for = Activity.objects.get(enrollment=going)
    assert client.post(reverse("task-dismiss", args=[waited_for.pk])).status_code == 409
