"""All that Segue asks of Procrastinate; no other module imports it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Literal

from django.db import connection, transaction
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, get_channel_for_queues
from procrastinate.tasks import configure_task
from procrastinate.worker import Worker
from psycopg_pool import AsyncConnectionPool

ADVANCE = "segue:advance"
LANES, CHORES = "lanes", "chores"  # queues
LANE = "lane "  # and its number: the name of its lock
DEFER_LOCK = 0x5E60E  # any number: names our advisory locks among those of whoever else uses the database

# On the connection of the caller, and so in its transaction.
_here = JobManager(DjangoConnector())

JobState = Literal["todo", "doing"]


def defer_lanes(lanes: Iterable[int]) -> None:
    """Have these lanes run, once the transaction of the caller is committed.

    One that another transaction is deferring just now is passed over: waiting for it, as the unique index behind
    `queueing_lock` would, could end in a deadlock. Whoever defers must wake the wakers too; they look again.
    """
    with transaction.atomic():
        for lane in sorted(set(lanes) - lanes_with("todo")):
            if _is_ours_to_defer(lane):
                with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
                    _deferrer(lane).defer(lane=lane)


def lanes_with(state: JobState) -> set[int]:
    """Lanes with a job that waits, or runs."""
    locks = (job.lock or "" for job in _here.list_jobs(queue=LANES, status=state))
    # What somebody else put there is none of ours.
    return {int(number) for lock in locks if (number := lock.removeprefix(LANE)) != lock and number.isdecimal()}


def nudge() -> None:
    """Have every worker look for jobs. Procrastinate does by itself where a job comes in, but not where a lock ends."""
    with connection.cursor() as cursor:
        for channel in get_channel_for_queues():
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, '{"type": "job_inserted", "job_id": 0}'])


def _deferrer(lane: int) -> Any:
    name = f"{LANE}{lane}"
    return configure_task(name=ADVANCE, job_manager=_here, queue=LANES, lock=name, queueing_lock=name)


def _is_ours_to_defer(lane: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [DEFER_LOCK, lane % 2**31])
        [(ours,)] = cursor.fetchall()
    return bool(ours)


def _pool(**options: Any) -> AsyncConnectionPool:
    """Connections are not asked before each use whether they live: that was half of what an idle worker asked the
    server for. Where one does not, the worker is started again, as after every other loss of the server.
    """
    return AsyncConnectionPool(**options | {"check": None})


class Jobs:
    """This process as a worker of Procrastinate."""

    def __init__(self, threads: int, beat_seconds: float, stalled_seconds: float) -> None:
        self.threads, self.beat_seconds, self.stalled_seconds = threads, beat_seconds, stalled_seconds
        kwargs = connector_params()
        connector = PsycopgConnector(pool_factory=_pool, kwargs=kwargs, min_size=1, max_size=4, timeout=10)
        self._app: App = DjangoApp(connector=connector)
        self._on_over: Callable[[], object] = lambda: None
        self._worker_ids: set[int] = set()

    def run_lanes_by(self, advance: Callable[[int], None], on_over: Callable[[], object]) -> None:
        """`advance` runs a lane, in a thread; `on_over` is called each time a lane's job is finished and gone."""

        @self._app.task(name=ADVANCE, queue=LANES)
        def run(lane: int) -> None:
            advance(lane)

        self._on_over = on_over

    def add_chore(self, name: str, cron: str, chore: Callable[[], object]) -> None:
        """Something that one of all the workers does now and then, ahead of lanes. The last field is for seconds."""

        @self._app.periodic(cron=cron, periodic_id=name)
        @self._app.task(name=f"segue:{name}", queue=CHORES, priority=1, lock=name, queueing_lock=name)
        def run(timestamp: int) -> None:
            chore()

    def add_own_chores(self, often: str) -> None:
        """Give jobs of dead workers to the living; forget what is long over."""

        @self._app.periodic(cron=often, periodic_id="retry stalled")
        @self._app.task(name="segue:retry stalled", queue=CHORES, priority=1, lock="stalled", queueing_lock="stalled")
        async def retry(timestamp: int) -> None:
            await self.retry_stalled()

        @self._app.periodic(cron="7 * * * *", periodic_id="prune")
        @self._app.task(name="segue:prune", queue=CHORES, lock="prune", queueing_lock="prune")
        async def prune(timestamp: int) -> None:
            await self._app.job_manager.delete_old_jobs(
                nb_hours=24, include_failed=True, include_cancelled=True, include_aborted=True
            )

    async def work(self) -> None:
        """Work until cancelled; then finish what is in hand. Raises what keeps it from working."""
        async with self._app.open_async():
            await self._forget_own_past()
            await self._app.run_worker_async(
                concurrency=self.threads,
                # What makes jobs runnable rings; this is for a ring that got lost.
                fetch_job_polling_interval=5.0,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=self.beat_seconds,
                stalled_worker_timeout=self.stalled_seconds,
                worker_middleware=[self._watch],
            )

    async def retry_stalled(self) -> int:
        """Jobs of workers that fell silent run again; returns how many."""
        manager = self._app.job_manager
        await manager.prune_stalled_workers(self.stalled_seconds)
        jobs = list(await manager.get_stalled_jobs(seconds_since_heartbeat=self.stalled_seconds))
        for job in jobs:
            with contextlib.suppress(ConnectorException):  # another worker saw to it meanwhile
                await self._retry(job)
        return len(jobs)

    async def _retry(self, job: Job) -> None:
        assert job.id is not None
        try:
            await self._app.job_manager.retry_job(job)
        except ConnectorException:
            # One that does the same waits already.
            await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)

    async def _forget_own_past(self) -> None:
        """This process may have worked under other numbers, until the database went away: those jobs are over."""
        for worker_id in self._worker_ids:
            await self._app.job_manager.unregister_worker(worker_id)
        self._worker_ids.clear()
        await self.retry_stalled()

    async def _watch(self, call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
        if worker.worker_id is not None:
            self._worker_ids.add(worker.worker_id)
        task = asyncio.current_task()
        if task is not None and context.job.queue == LANES:
            # The task ends after the job was taken off the table, and with it the lane's lock.
            task.add_done_callback(lambda _: self._on_over())
        return await call_next()
