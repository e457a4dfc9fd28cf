"""Celery with Redis: each job sends the next once its transaction has committed."""

import os
from collections.abc import Sequence

from celery import Celery
from django.db import connection, transaction

from segue.bench.peers.step import run_step

app = Celery("peers", broker=os.environ.get("PEERS_REDIS"))
app.conf.task_ignore_result = True


@app.task
def step(enrollment_id: int) -> None:
    run_step(enrollment_id, then=lambda: transaction.on_commit(lambda: step.delay(enrollment_id)))


def work(enrollment_ids: Sequence[int]) -> None:
    """Queue the first step of each, and run a worker: by default with a process for each core."""
    for enrollment_id in enrollment_ids:
        step.delay(enrollment_id)
    connection.close()
    getattr(connection, "close_pool", lambda: None)()  # the process that Celery forks must not share it
    app.worker_main(["worker", "--loglevel=ERROR"])
