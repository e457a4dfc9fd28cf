"""What came in, in the drawer and on the timeline: the rule that decided, and the pause that is offered."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from segue.domain.status import Reason
from segue.models import Enrollment
from tests.engine.stages import EMAIL, fresh
from tests.inbound.correspondence import ADA, LATER, answer, arrives, first_sent, sent_to_ada
from tests.inbound.samples import postfix_bounce
from tests.web.enrollments.parts import Answer, text_of, toast_of
from tests.world import World, client_of

NEXT_WEEK = (timezone.now() + timedelta(days=7)).date()


@pytest.fixture
def away(world: World) -> Enrollment:
    """Ada is out of office until next week; her next email would leave before."""
    world.now = timezone.now()
    enrollment = sent_to_ada(world, EMAIL, LATER)
    text = f"I am back on {NEXT_WEEK:%-d %B %Y}."
    answer(world, enrollment, text, subject="Automatic reply: Hello", Auto_Submitted="auto-replied")
    return enrollment


def shown(client: Client, enrollment: Enrollment) -> str:
    return text_of(client.get(reverse("enrollment", args=[enrollment.pk])))


def press(client: Client, enrollment: Enrollment, until: str) -> Answer:
    return client.post(reverse("enrollment-pause-until", args=[enrollment.pk]), {"until": until})


def test_the_drawer_says_what_came_in_and_why(bob: Client, away: Enrollment) -> None:
    text = shown(bob, away)
    assert f"Automatic reply from {ADA}" in text
    assert "Rule: Header Auto-Submitted: auto-replied." in text
    assert "Matched by: In-Reply-To or References names the email of step 1." in text
    assert f"Out of office until {NEXT_WEEK:%-d %b %Y} Pause until then" in text


def test_pausing_until_then_and_resuming(world: World, bob: Client, away: Enrollment) -> None:
    due = fresh(away).due_at
    assert toast_of(press(bob, away, str(NEXT_WEEK))).endswith(f"until {NEXT_WEEK:%-d %b %Y}.")
    assert "It is paused until" in shown(bob, away)
    world.tick(days=3)
    assert fresh(away).reason == Reason.PAUSED_UNTIL
    bob.post(reverse("enrollment-resume", args=[away.pk]))
    assert fresh(away).reason == Reason.SCHEDULED
    again = fresh(away).due_at
    assert due is not None
    assert again is not None
    assert abs(again - due) < timedelta(minutes=1)


def test_it_goes_on_by_itself_on_the_morning_of_that_day(world: World, bob: Client, away: Enrollment) -> None:
    press(bob, away, str(NEXT_WEEK))
    until = fresh(away).due_at
    assert until is not None
    assert until.astimezone(ZoneInfo("Europe/Amsterdam")).hour == 9
    world.now = until
    world.tick()
    assert fresh(away).status == "completed"


@pytest.mark.parametrize("until", ["", "soon", "2020-01-01", "9999-12-31"])
def test_a_day_that_is_none_changes_nothing(bob: Client, away: Enrollment, until: str) -> None:
    assert press(bob, away, until).status_code == 409
    assert fresh(away).reason == Reason.SCHEDULED


def test_what_waits_for_a_task_is_not_paused(world: World, bob: Client, going: Enrollment) -> None:
    world.tick(days=1, minutes=1)
    assert fresh(going).reason == Reason.WAITING_FOR_TASK
    assert "cannot be paused now" in press(bob, going, str(NEXT_WEEK)).content.decode()
    assert fresh(going).reason == Reason.WAITING_FOR_TASK


def test_outsiders_find_nothing(world: World, away: Enrollment) -> None:
    assert press(client_of(world.charlie), away, str(NEXT_WEEK)).status_code == 404
    assert fresh(away).reason == Reason.SCHEDULED


def test_a_bounce_says_what_came_back_and_keeps_what_ran(world: World, bob: Client) -> None:
    enrollment = sent_to_ada(world, EMAIL, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    text = shown(bob, enrollment)
    assert "The message came back: it could not be delivered 550 5.1.1" in text
    assert "Bounced for good from mailer-daemon@mx.example.net" in text
    assert text.count("Step 2 · Automatic email") == 1
    assert "Rule: Delivery report: action failed, status 5.1.1" in text


def test_the_timeline_has_the_rule(world: World, bob: Client, away: Enrollment) -> None:
    text = text_of(bob.get(reverse("person-timeline", args=[away.record_id])))
    assert f"From {ADA}. Rule: Header Auto-Submitted: auto-replied." in text


def test_the_mailbox_lists_what_it_received(world: World, bob: Client, away: Enrollment) -> None:
    [mailbox] = world.workspace.mailboxes.all()
    text = text_of(bob.get(reverse("mailbox-received", args=[mailbox.pk])))
    assert "Ada Lovelace" in text
    assert "Automatic reply" in text
    assert "Header Auto-Submitted: auto-replied" in text
    assert client_of(world.charlie).get(reverse("mailbox-received", args=[mailbox.pk])).status_code == 404
    assert Client().get(reverse("mailbox-received", args=[mailbox.pk])).status_code == 302


def test_a_mailbox_that_received_nothing(world: World, bob: Client) -> None:
    [mailbox] = world.workspace.mailboxes.all()
    assert "This mailbox is not read" in text_of(bob.get(reverse("mailbox-received", args=[mailbox.pk])))
