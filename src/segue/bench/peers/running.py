"""Runs a peer's worker in a process of its own and watches how fast steps get done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from segue.bench.missing import MissingProgram
from segue.bench.peers.contestants import Environment, Peer
from segue.bench.place import Place
from segue.bench.tied import tied
from segue.domain.events import EventKind
from segue.models import Event

PATIENCE = 180.0  # seconds
LOOK_EVERY = 0.05
LOG_TAIL = 600


@dataclass(frozen=True)
class Worker:
    """A peer at work, and what it has said."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def wait_for(self, sequence_id: int, steps: int) -> tuple[int, float]:
        """Until so many steps are done: how many there are then, and the time. Raises MissingProgram."""
        ends = time.monotonic() + PATIENCE
        while (done := _steps_done(sequence_id)) < steps:
            if self.process.poll() is not None or time.monotonic() > ends:
                raise MissingProgram(f"it stopped, or took too long: {self.log.read_text()[-LOG_TAIL:]}")
            time.sleep(LOOK_EVERY)  # between two looks
        return done, time.perf_counter()


def steps_a_second(peer: Peer, place: Place, sequence_id: int, steps: int) -> float:
    """From the first step to the last; how long the worker takes to start does not count. Raises MissingProgram."""
    with peer.environment(place) as more, _worker(peer, place, sequence_id, more) as worker:
        first, began = worker.wait_for(sequence_id, 1)
        last, ended = worker.wait_for(sequence_id, steps)
    return (last - first) / (ended - began)


def _steps_done(sequence_id: int) -> int:
    return Event.objects.filter(enrollment__sequence=sequence_id, kind=EventKind.STEP_DONE).count()


@contextmanager
def _worker(peer: Peer, place: Place, sequence_id: int, more: Environment) -> Iterator[Worker]:
    command = [sys.executable, "-m", "segue.bench.peers", peer.module, str(sequence_id)]
    # Some keep a connection for each thread; our pool of connections is sized by our own threads.
    environment = os.environ | {"SEGUE_WORKER_THREADS": "64"} | more
    log = place.data / f"{peer.module}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(tied(command), env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        yield Worker(process, log)
    finally:
        with suppress(ProcessLookupError):  # it may have stopped by itself
            os.killpg(process.pid, signal.SIGKILL)  # with the children that some have
        process.wait()
