"""Carries enroll runs on beside the lanes, in a thread of its own: enrolling a million holds up no step."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from django.db import connection
from django.utils import timezone

from segue.actions.enroll_run import carry_on
from segue.queries.enroll_runs import running

log = structlog.get_logger("segue.worker")

LOOK_EVERY = 1.0


class EnrollRuns:
    """Looks now and then for runs that somebody has to carry on. Workers that find the same one take turns at it."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="enroll")
        self._working: Future[None] | None = None
        self._next_look = time.monotonic()

    def turn(self) -> None:
        """Called at every turn of the worker's loop, which may be many a second."""
        if time.monotonic() < self._next_look or (self._working and not self._working.done()):
            return
        self._next_look = time.monotonic() + LOOK_EVERY
        if runs := running():
            self._working = self._pool.submit(self._carry_on, runs)

    def close(self) -> None:
        """Return once the part in hand is enrolled."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _carry_on(self, runs: list[int]) -> None:
        try:
            for run_id in runs:
                while not self._stopping.is_set() and carry_on(run_id, timezone.now()):
                    pass
        except Exception:
            # What was enrolled is kept, and the next look takes it up from there.
            log.exception("enrolling failed")
        finally:
            connection.close()
