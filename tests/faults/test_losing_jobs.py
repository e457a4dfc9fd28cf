"""Jobs carry no state: losing every one of them, at any moment, loses nothing."""

from functools import partial

import psycopg
import pytest

from tests.faults.place import ON_POSTGRES, PATIENCE, Place
from tests.faults.test_kill import MAIL, NOTE, assert_done_once
from tests.postgres import address_of
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.conformance,
    pytest.mark.skipif(not ON_POSTGRES, reason="the local runner has no jobs"),
]


def has_events(place: Place, wanted: int) -> bool:
    return place.number("segue_event") >= wanted


def test_all_goes_on_when_every_job_is_lost(place: Place) -> None:
    steps = [NOTE, [*MAIL[:2], 1], [*NOTE[:2], 1]]
    worker = place.work()
    place.wait_for_log("worker started")
    people = place.fill(steps=steps, people=60, waves=3)
    with psycopg.connect(address_of(place.database), autocommit=True) as server:
        for events in (people // 2, people, 3 * people):
            wait_until(partial(has_events, place, events), PATIENCE, what="some steps")
            server.execute("DELETE FROM procrastinate_jobs")
    assert_done_once(place, people, steps)
    people += place.fill(steps=steps, people=5)
    place.wait_until_all("completed")
    assert place.end(worker) == 0
