"""Stop, Remove, Retry and Resume of one enrollment, and what is said when somebody was faster."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from segue.actions.log_reply import log_reply
from segue.domain.replies import OnReply
from segue.models import Activity, Enrollment
from tests.web.enrollments.conftest import CALL_TOMORROW
from tests.web.enrollments.parts import Answer, events_of, text_of, toast_of
from tests.world import World, actor_of


def press(client: Client, verb: str, enrollment: Enrollment) -> Answer:
    return client.post(reverse(f"enrollment-{verb}", args=[enrollment.pk]))


def status_of(enrollment: Enrollment) -> str:
    enrollment.refresh_from_db()
    return enrollment.status


def run_what_is_due(world: World) -> None:
    """A page acts at the real time: the world's clock goes there, unless it is ahead."""
    world.now = max(world.now, timezone.now())
    world.tick()


def test_stop(world: World, bob: Client, going: Enrollment) -> None:
    answer = press(bob, "stop", going)
    assert answer.status_code == 204
    assert toast_of(answer) == "Ben Weber is stopped in Outbound. No further step runs."
    assert "live:refresh" in events_of(answer)
    world.tick(days=2)
    assert status_of(going) == "stopped"
    assert Activity.objects.filter(enrollment=going).count() == 1


def test_remove_keeps_the_activities_and_closes_the_drawer(bob: Client, going: Enrollment) -> None:
    answer = press(bob, "remove", going)
    assert toast_of(answer) == "Ben Weber is removed from Outbound. Activities stay with the record."
    assert "drawer:close" in events_of(answer)
    going.refresh_from_db()
    assert going.removed_at is not None
    assert Activity.objects.filter(record=going.record).count() == 1


def test_retry(world: World, bob: Client, failed: Enrollment) -> None:
    failed.record.city = "Ghent"
    failed.record.save()
    answer = press(bob, "retry", failed)
    assert toast_of(answer) == "Retry: step 1 runs again for Ada Okafor."
    run_what_is_due(world)
    assert (status_of(failed), failed.position) == ("in_progress", 2)


def test_retry_pressed_twice_runs_the_step_once(world: World, bob: Client, failed: Enrollment) -> None:
    failed.record.city = "Ghent"
    failed.record.save()
    press(bob, "retry", failed)
    second = press(bob, "retry", failed)
    assert second.status_code == 409
    assert text_of(second) == "Ada Okafor is In Progress in Outbound now. Only a failed step can be retried."
    assert "live:refresh" in events_of(second)
    run_what_is_due(world)
    assert Activity.objects.filter(enrollment=failed).count() == 1


def test_stop_of_what_is_stopped_says_so(bob: Client, going: Enrollment) -> None:
    press(bob, "stop", going)
    second = press(bob, "stop", going)
    assert (second.status_code, text_of(second)) == (
        409,
        "Ben Weber is Stopped in Outbound: there is nothing left to stop.",
    )


@pytest.mark.parametrize("verb", ["stop", "remove", "retry", "resume"])
def test_removed_by_a_colleague_says_so(bob: Client, failed: Enrollment, verb: str) -> None:
    press(bob, "remove", failed)
    answer = press(bob, verb, failed)
    assert (answer.status_code, text_of(answer)) == (409, "Ada Okafor was removed from Outbound meanwhile.")


def test_resume(world: World, bob: Client) -> None:
    sequence = world.sequence(steps=[CALL_TOMORROW], name="Polite", on_reply=OnReply.PAUSE)
    person = world.person("Cleo Novak")
    [enrollment] = world.enroll(sequence, person)
    early = press(bob, "resume", enrollment)
    assert (early.status_code, text_of(early)) == (
        409,
        "Cleo Novak is not paused in Polite: there is nothing to resume.",
    )
    log_reply(actor_of(world.bob), person, "Not now", world.now)
    assert toast_of(press(bob, "resume", enrollment)) == "Cleo Novak goes on in Polite."
    enrollment.refresh_from_db()
    assert enrollment.reason == "scheduled"
