"""Workers of a measurement: processes of their own that run the engine until nothing in their lanes is due."""

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

import django
from django.db import connection


@dataclass(frozen=True)
class TeamRun:
    """How long a team took, from the word go to the last one ready; the most memory one of them had, in MB."""

    seconds: float
    peak: float


def run_team(size: int) -> TeamRun:
    """Let so many workers, the lanes divided between them, run whatever is due."""
    with ExitStack() as stack:
        workers = [stack.enter_context(_start(number, size)) for number in range(size)]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()  # it is ready
        began = time.perf_counter()
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        peaks = [json.loads(worker.stdout.readline())["peak"] for worker in workers if worker.stdout]
        return TeamRun(time.perf_counter() - began, max(peaks))


def _start(number: int, size: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "segue.bench.team", str(number), str(size)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ)


def peak_memory() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _work(number: int, size: int) -> None:
    """Say that this worker is ready, wait for the word, and run its share of the lanes until nothing is due."""
    from django.utils import timezone

    from segue.engine.tick import tick
    from segue.queries.lanes import due_lanes
    from segue.runners.collecting import collect_seldom

    connection.ensure_connection()
    collect_seldom()
    print("ready", flush=True)  # noqa: T201 -- read by run_team
    bench = os.getppid()
    if not sys.stdin.readline():
        return  # the bench was killed
    while lanes := [lane for lane in due_lanes(timezone.now()) if lane % size == number]:
        for lane in lanes:
            if os.getppid() != bench:
                return
            tick(lane, timezone.now())
    print(json.dumps({"peak": peak_memory()}), flush=True)  # noqa: T201 -- read by run_team


if __name__ == "__main__":
    django.setup()
    _work(int(sys.argv[1]), int(sys.argv[2]))
