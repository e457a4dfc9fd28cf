"""One worker process: Procrastinate in the main thread's event loop, the waker in a thread beside it."""

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import FrameType
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresConnection
from django.utils import timezone

from segue.models.away import TROUBLE, Trouble, in_a_line
from segue.models.heartbeat import beat, beat_every, silent_after
from segue.runners.advancing import AFTER_TROUBLE, advance_lane
from segue.runners.enrolling import EnrollRuns
from segue.runners.farewell import say_goodbye
from segue.runners.inboxes import InboxReaders
from segue.runners.procrastinate.cron import every
from segue.runners.procrastinate.ear import Ear, call
from segue.runners.procrastinate.jobs import Jobs
from segue.runners.procrastinate.waker import Waker
from segue.runners.sweeping import sweep_up
from segue.runners.watching import Watch

log = structlog.get_logger("segue.worker")

LOOK_EVERY = 10.0  # seconds
# The database's trouble, through Django or not.
ANY_TROUBLE = (*TROUBLE, psycopg.OperationalError)


class ProcrastinateRunner:
    """Runs the engine until it is told to stop. `alive` is asked now and then whether to go on."""

    def __init__(self, alive: Callable[[], bool] = lambda: True) -> None:
        self._alive = alive
        self._stopping = threading.Event()
        self._watch = Watch()
        self._ear, self._waker = Ear(), Waker()
        self._inboxes = InboxReaders(self._stopping)
        self._enroll_runs = EnrollRuns(self._stopping)
        self._next_beat = time.monotonic()
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._loop: asyncio.AbstractEventLoop | None = None
        self._working: asyncio.Task[None] | None = None
        self._jobs = self._make_jobs()

    def run(self) -> None:
        """Work until stopped; finishes what is in hand before it returns."""
        log.info("worker started", name=self._name)
        with self._ear:
            waking = threading.Thread(target=self._wake, name="waker")
            waking.start()
            self._work_until_stopped()
            waking.join()
        self._inboxes.close()
        self._enroll_runs.close()
        say_goodbye(self._name)
        log.info("worker stopped", name=self._name)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish what is in hand, then return from `run`. Fit to be a signal handler."""
        self._stopping.set()
        self._watch.well.set()
        self._ear.ring()
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it is between two
                self._loop.call_soon_threadsafe(self._stop_working)

    def _make_jobs(self) -> Jobs:
        jobs = Jobs(settings.SEGUE_WORKER_THREADS, beat_every().total_seconds(), silent_after().total_seconds())
        jobs.run_lanes_by(lambda lane: advance_lane(lane, self._stopping), on_over=self._ear.ring)
        often = every(settings.SEGUE_LEASE_SECONDS / 4)
        jobs.add_chore("find due lanes", every(LOOK_EVERY), call)
        jobs.add_chore("sweep", often, sweep_up)
        jobs.add_own_chores(often)
        return jobs

    def _work_until_stopped(self) -> None:
        """Procrastinate's worker ends when the database goes away; it is started again once that is back."""
        while True:
            self._watch.well.wait()
            if self._stopping.is_set():
                return
            try:
                asyncio.run(self._work())
                reason = "it stopped by itself"
            except Exception as error:
                reason = in_a_line(error.__cause__ or error)
            if not self._stopping.is_set():
                log.warning("worker interrupted; it goes on when the database answers", reason=reason)
                self._stopping.wait(AFTER_TROUBLE)

    async def _work(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(settings.SEGUE_WORKER_THREADS + 2, "lane"))
        self._loop.set_exception_handler(_log_in_a_line)
        self._working = asyncio.create_task(self._jobs.work())
        if self._stopping.is_set():
            self._working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._working

    def _stop_working(self) -> None:
        if self._working is not None:
            self._working.cancel()

    def _wake(self) -> None:
        """The waker's thread."""
        while not self._stopping.is_set():
            if not self._alive():
                self.stop()
                break
            self._take_turn()
        connection.close()

    def _take_turn(self) -> None:
        try:
            self._ear.listen()
            now = timezone.now()
            self._keep_house(now)
            pause = self._waker.turn(now)
            self._watch.is_well()
            self._ear.sleep(pause)
        except ANY_TROUBLE as error:
            if not self._stopping.is_set():
                self._watch.is_unwell(error)
            self._recover()
        except Exception:
            # The lanes go on meanwhile, so whatever is wrong here must not end the process.
            log.exception("turn failed")
            self._recover()

    def _recover(self) -> None:
        self._ear.hang_up()
        self._next_beat = time.monotonic()  # a write shows whether the trouble is over
        with contextlib.suppress(*ANY_TROUBLE):
            connection.close()
            if self._watch.trouble is Trouble.READ_ONLY and isinstance(connection, PostgresConnection):
                connection.close_pool()  # what a session was told when it began stays so for all of it
        self._ear.sleep(AFTER_TROUBLE)

    def _keep_house(self, now: datetime) -> None:
        if time.monotonic() >= self._next_beat:
            beat(self._name, now)
            self._next_beat = time.monotonic() + beat_every().total_seconds()
        self._inboxes.turn(now)
        self._enroll_runs.turn()


def _log_in_a_line(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What goes wrong in a job's own book-keeping: the job is found again by its worker's silence."""
    error = context.get("exception")
    words = in_a_line(error.__cause__ or error) if error else context.get("message", "")
    log.warning("a job could not be closed", error=words)
