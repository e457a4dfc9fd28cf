"""The worker process: stops gracefully, does not outlive its parent, wakes at once, and costs nothing while idle."""

import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.place import ON_POSTGRES, PATIENCE, Place
from tests.waiting import wait_until

pytestmark = pytest.mark.faults

NOTE = ["todo", {"title": "Look up {{ person.first_name }}", "wait": False}, 0]
MAIL = ["email", {"subject": "Hi", "body": "Hello {{ person.first_name }}"}, 0]
STARTS_A_WORKER = """
import os, subprocess, sys
worker = subprocess.Popen([sys.executable, "-m", "segue.cli", "work", "--parent", str(os.getpid())])
print(worker.pid, flush=True)
worker.wait()
"""


def is_running(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def seconds_of_cpu(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_the_batch_in_hand(place: Place, sign: signal.Signals) -> None:
    people = place.fill(steps=[MAIL, NOTE, MAIL, NOTE], people=400)
    worker = place.work()
    wait_until(lambda: place.number("segue_event") > people, PATIENCE, what="the first steps")
    worker.send_signal(sign)
    assert worker.wait(PATIENCE) == 0
    assert place.number("segue_enrollment WHERE lease_token IS NOT NULL") == 0
    assert place.number("segue_delivery WHERE state = 'open'") == 0
    assert place.number("segue_worker") == 0
    assert "worker stopped" in place.log.read_text()
    assert place.run("doctor").returncode == 0
    place.work()
    place.wait_until_all("completed")
    assert place.number("segue_activity") == 4 * people


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_it_does_not_outlive_its_parent(place: Place) -> None:
    with place.log.open("w") as log, subprocess.Popen(
        [sys.executable, "-c", STARTS_A_WORKER], env=place.environment(), stdout=subprocess.PIPE, stderr=log, text=True
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        place.wait_for_log("worker started")
        parent.kill()
    wait_until(lambda: not is_running(worker), PATIENCE, what="the worker to notice")
    assert "worker stopped" in place.log.read_text()


def test_work_that_another_process_adds_starts_at_once(place: Place) -> None:
    """Without the bell it would wait for the worker's next look by itself, up to five seconds."""
    place.start("work")
    place.wait_for_log("worker started")
    waited = place.fill(steps=[NOTE], times=7)
    assert statistics.median(waited) < 1, waited


def test_it_wakes_for_what_falls_due(place: Place) -> None:
    place.start("work")
    place.wait_for_log("worker started")
    place.fill(steps=[NOTE, [*NOTE[:2], 2], [*NOTE[:2], 2]], people=5)
    place.wait_until_all("completed")
    late = place.ask("SELECT max(at) FROM segue_event WHERE kind = 'completed'")
    first = place.ask("SELECT min(at) FROM segue_event WHERE kind = 'step_done'")
    assert late > first


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the time of a process is read from /proc")
def test_idle_it_costs_next_to_nothing(place: Place) -> None:
    place.fill(steps=[[*NOTE[:2], 3_600]], people=50)
    worker = place.start("work")
    place.wait_for_log("worker started")
    wait_until(lambda: place.number("segue_worker") == 1, PATIENCE, what="its first turn")
    before = seconds_of_cpu(worker.pid)
    time.sleep(4)  # this is the measurement: what it does while nothing is to be done
    assert seconds_of_cpu(worker.pid) - before < 0.2


@pytest.mark.conformance
@pytest.mark.skipif(not ON_POSTGRES, reason="a file is asked by its own process only")
def test_idle_it_asks_the_server_for_little(place: Place) -> None:
    place.start("work")
    place.wait_for_log("worker started")
    wait_until(lambda: place.number("procrastinate_workers") == 1, PATIENCE, what="Procrastinate to be there")
    time.sleep(12)  # until each connection has told of how it began: they do so when they are used again
    before = transactions(place)
    time.sleep(10)  # this is the measurement
    assert (transactions(place) - before) / 10 < 4  # two, and our own questions


def transactions(place: Place) -> int:
    """How many there have been in its database."""
    [[found]] = place.ask("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")
    return int(found)


def test_bells_of_dead_workers_are_taken_away(place: Place) -> None:
    dead = place.start("work")
    place.wait_for_log("worker started")
    dead.kill()
    dead.wait(PATIENCE)
    place.fill(steps=[NOTE], people=1)
    place.start("work")
    place.wait_until_all("completed")


def test_it_starts_where_the_temporary_directory_has_a_long_name(place: Place) -> None:
    """The path of a socket must be short; a directory for temporary files need not be."""
    long = place.data / ("x" * 100)
    long.mkdir()
    place.start("work", TMPDIR=str(long))
    place.fill(steps=[NOTE], people=1)
    place.wait_until_all("completed")
