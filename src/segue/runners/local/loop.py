"""The loop of the local runner: run what is due, sweep now and then, sleep until the next due time or a ring."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from types import FrameType

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from segue.models.away import TROUBLE
from segue.models.heartbeat import beat, beat_every
from segue.queries.lanes import due_lanes, next_due
from segue.runners.advancing import AFTER_TROUBLE, advance_lane
from segue.runners.enrolling import EnrollRuns
from segue.runners.farewell import say_goodbye
from segue.runners.inboxes import InboxReaders
from segue.runners.local.bell import Bell
from segue.runners.sweeping import sweep_up
from segue.runners.watching import Watch

log = structlog.get_logger("segue.worker")

LONGEST_SLEEP = 5.0  # seconds; the bell and the due times wake it sooner


class LocalRunner:
    """Runs the engine until it is told to stop. `alive` is asked now and then whether to go on."""

    def __init__(self, alive: Callable[[], bool] = lambda: True) -> None:
        self._alive = alive
        self._stopping = threading.Event()
        self._busy: set[int] = set()
        self._bell, self._watch = Bell(), Watch()
        self._pool = ThreadPoolExecutor(settings.SEGUE_WORKER_THREADS, thread_name_prefix="lane")
        self._inboxes = InboxReaders(self._stopping)
        self._enroll_runs = EnrollRuns(self._stopping)
        # Apart from the loop: looking up what a dead worker left may take a while.
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="sweep")
        self._sweeping: Future[None] | None = None
        # On the clock that nobody sets: a corrected wall clock must not put off a sweep.
        self._next_beat = self._next_sweep = time.monotonic()
        self._name = f"{socket.gethostname()}:{os.getpid()}"

    def run(self) -> None:
        """Work until stopped; finishes what is in hand before it returns."""
        with self._bell:
            log.info("worker started", name=self._name)
            while not self._stopping.is_set() and self._alive():
                self._bell.sleep(self._turn())
            self._stopping.set()  # also where the parent is gone: lanes finish their batch and start no other
            self._pool.shutdown(wait=True)
            self._keeper.shutdown(wait=True)
            self._inboxes.close()
            self._enroll_runs.close()
            say_goodbye(self._name)
            log.info("worker stopped", name=self._name)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish what is in hand, then return from `run`. Fit to be a signal handler."""
        self._stopping.set()
        self._bell.ring_own()

    def _turn(self) -> float:
        """One turn of the loop; returns how long to sleep."""
        now = timezone.now()
        try:
            self._keep_house(now)
            self._inboxes.turn(now)
            self._enroll_runs.turn()
            for lane in due_lanes(now):
                if lane not in self._busy:
                    self._busy.add(lane)
                    self._pool.submit(self._advance, lane)
            self._watch.is_well()
            return self._pause(now)
        except TROUBLE as error:
            self._watch.is_unwell(error)
            return self._recover()
        except Exception:
            # The lanes go on meanwhile, so whatever is wrong here must not end the process.
            log.exception("turn failed")
            return self._recover()

    def _recover(self) -> float:
        with contextlib.suppress(*TROUBLE):
            connection.close()
        self._next_beat = time.monotonic()  # a write shows whether the trouble is over, before lanes are run
        return AFTER_TROUBLE

    def _keep_house(self, now: datetime) -> None:
        if time.monotonic() >= self._next_beat:
            beat(self._name, now)
            self._next_beat = time.monotonic() + beat_every().total_seconds()
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + max(1.0, settings.SEGUE_LEASE_SECONDS / 4)
            if self._sweeping is None or self._sweeping.done():
                self._sweeping = self._keeper.submit(_sweep)

    def _pause(self, now: datetime) -> float:
        longest = min(LONGEST_SLEEP, beat_every().total_seconds())
        # Lanes with something due are in the pool by now; each rings when it is done.
        soonest = next_due(after=now)
        return longest if soonest is None else min(longest, (soonest - timezone.now()).total_seconds())

    def _advance(self, lane: int) -> None:
        try:
            advance_lane(lane, self._stopping)
        finally:
            connection.close()
            self._busy.discard(lane)
            self._bell.ring_own()


def _sweep() -> None:
    try:
        sweep_up()
    finally:
        connection.close()
