"""Procrastinate: each job defers the next in its own transaction, through Django's connection."""

from collections.abc import Sequence

import procrastinate
from procrastinate.contrib.django.django_connector import DjangoConnector

from segue.bench.peers.step import run_step

connector = DjangoConnector()
app = procrastinate.App(connector=connector)


@app.task(queue="peers")
def step(enrollment_id: int) -> None:
    run_step(enrollment_id, then=lambda: step.defer(enrollment_id=enrollment_id))


def work(enrollment_ids: Sequence[int]) -> None:
    """Queue the first step of each, and run a worker."""
    for enrollment_id in enrollment_ids:
        step.defer(enrollment_id=enrollment_id)
    app.with_connector(connector.get_worker_connector()).run_worker(queues=["peers"])
