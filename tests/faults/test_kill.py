"""The power goes at each named moment, in a real process: nothing lost, nothing twice, nothing stuck."""

import random
import signal

import pytest

from segue.engine.faults import FaultPoint
from tests.engine.receiver import answer, receiving
from tests.faults.place import ON_POSTGRES, PATIENCE, Place
from tests.waiting import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.conformance]

MAIL = ["email", {"subject": "Hi {{ person.first_name }}", "body": "Hello"}, 0]
NOTE = ["todo", {"title": "Look up {{ person.first_name }}", "wait": False}, 0]
TAG = ["tag", {"tag": "Warm"}, 0]
STEPS = [MAIL, NOTE, MAIL, TAG]
# The engine is the same on both databases; what is its own there is taking over, which once shows as well as twice.
TIMES = [1] if ON_POSTGRES else [1, 2]
KILLS = 5 if ON_POSTGRES else 10


def assert_done_once(place: Place, people: int, steps: list[list[object]]) -> None:
    """Each step of each enrollment is done, exactly once, and the doctor finds nothing."""
    place.wait_until_all("completed")
    mails = sum(step[0] == "email" for step in steps)
    assert place.number("segue_activity") == people * len(steps)
    assert place.number("(SELECT DISTINCT enrollment_id, step_id FROM segue_activity) AS once") == people * len(steps)
    assert place.number("segue_outboxmessage") == people * mails
    sent = "(SELECT DISTINCT enrollment_id, step_id FROM segue_delivery WHERE state = 'sent') AS once"
    assert place.number(sent) == people * mails
    doctor = place.run("doctor", SEGUE_LEASE_SECONDS="1")
    assert doctor.returncode == 0, doctor.stdout


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("point", FaultPoint)
def test_killed_at(place: Place, point: FaultPoint, times: int) -> None:
    people = place.fill(steps=STEPS, people=6)
    armed = place.work(SEGUE_FAULT=f"{point}:{times}")
    assert armed.wait(PATIENCE) == -signal.SIGKILL
    assert place.number("segue_enrollment WHERE status = 'completed'") < people
    clean = place.work()
    assert_done_once(place, people, STEPS)
    assert place.end(clean) == 0


@pytest.mark.parametrize("point", [FaultPoint.AFTER_START, FaultPoint.AFTER_PERFORM])
def test_a_webhook_that_may_have_left_is_not_sent_again(place: Place, point: FaultPoint) -> None:
    with receiving() as receiver:
        receiver.behave = answer(204)
        allowed = {"SEGUE_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8"}
        place.fill(steps=[["webhook", {"url": receiver.url()}, 0]], people=1)
        assert place.work(SEGUE_FAULT=point, **allowed).wait(PATIENCE) == -signal.SIGKILL
        arrived = len(receiver.received)
        assert arrived == (point is FaultPoint.AFTER_PERFORM)
        place.work(**allowed)
        place.wait_until_all("failed")
        assert len(receiver.received) == arrived
    assert place.ask("SELECT error_code, attempt FROM segue_enrollment") == [("outcome_unknown", 1)]
    assert place.ask("SELECT state FROM segue_delivery") == [("unknown",)]


def wait_for_events(place: Place, wanted: int) -> None:
    """Until so much has happened, or nothing is left to happen."""
    going_on = "segue_enrollment WHERE status != 'completed'"
    wait_until(
        lambda: place.number("segue_event") >= wanted or place.number(going_on) == 0, PATIENCE, what="some steps"
    )


def test_killed_again_and_again_at_any_moment(place: Place) -> None:
    steps = [MAIL, [*NOTE[:2], 1], [*MAIL[:2], 1]]
    moments = random.Random(20261123)
    people = place.fill(steps=steps, people=300, waves=15)
    for kill in range(1, KILLS + 1):
        worker = place.work()
        place.wait_for_log("worker started", kill)
        wait_for_events(place, place.number("segue_event") + moments.randint(1, 60))
        worker.kill()
        worker.wait(PATIENCE)
    clean = place.work()
    assert_done_once(place, people, steps)
    assert place.end(clean) == 0


def test_two_workers_on_one_database_while_people_enroll(place: Place) -> None:
    workers = [place.work(), place.work()]
    place.wait_for_log("worker started", times=2)
    people = sum(place.fill(steps=STEPS, people=150, waves=3) for _ in range(3))
    assert_done_once(place, people, STEPS)
    assert [place.end(worker) for worker in workers] == [0, 0]
    assert "database is locked" not in place.log.read_text()
