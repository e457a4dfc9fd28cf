"""Workers that are killed while they read a mailbox: every answer counts once, and none is missed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.faults.place import PATIENCE, Place
from tests.inbound.dovecot import Server
from tests.inbound.samples import reply
from tests.waiting import wait_until

ANSWERS = 300
pytestmark = pytest.mark.faults


def seed(place: Place, dovecot: Server) -> list[tuple[str, str]]:
    settings = dovecot.settings("killed").model_dump(mode="json")
    done = subprocess.run(
        [sys.executable, "-m", "tests.inbound.seed", json.dumps(settings), str(ANSWERS)],
        env=place.environment(), capture_output=True, text=True, timeout=PATIENCE, cwd=place.data, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[tuple[str, str]] = json.loads(done.stdout)
    return found


def end_turns(place: Place) -> None:
    """As if the two minutes of the dead reader's turn were over."""
    with closing(sqlite3.connect(place.data / "segue.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE segue_inbox SET next_read_at = '2020-01-01 00:00:00'")


def test_killed_again_and_again(place: Place, dovecot: Server) -> None:
    written = seed(place, dovecot)
    dovecot.put("killed", *(reply(to, "team@acme.example", "Yes", answers=mid) for to, mid in written))
    for stage in (20, 90, 170):
        end_turns(place)
        worker = place.work(SEGUE_READ_SECONDS="1")
        wait_until(lambda: place.number("segue_inboundmessage") >= stage, PATIENCE, what=f"{stage} answers")  # noqa: B023  # called at once
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(PATIENCE)
        assert place.number("segue_inboundmessage") < ANSWERS, "it was killed in the middle"
    end_turns(place)
    worker = place.work(SEGUE_READ_SECONDS="1")
    place.wait_until_all("stopped")
    assert place.end(worker) == 0
    assert place.number("segue_inboundmessage") == ANSWERS
    assert place.number("segue_activity WHERE kind = 'reply'") == ANSWERS
    assert place.number("segue_event WHERE kind = 'stopped'") == ANSWERS
