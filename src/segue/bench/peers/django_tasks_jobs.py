"""django-tasks-db, the database worker for Django's Tasks framework: each job queues the next in its transaction."""

from collections.abc import Sequence

from django.core.management import call_command
from django_tasks import task

from segue.bench.peers.step import run_step


@task()
def step(enrollment_id: int) -> None:
    run_step(enrollment_id, then=lambda: step.enqueue(enrollment_id))


def work(enrollment_ids: Sequence[int]) -> None:
    """Queue the first step of each, and run a worker."""
    for enrollment_id in enrollment_ids:
        step.enqueue(enrollment_id)
    call_command("db_worker", startup_delay=False, reload=False)
