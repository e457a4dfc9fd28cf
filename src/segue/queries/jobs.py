"""Procrastinate's jobs, counted. They are on Postgres only, and carry nothing: losing them loses no work."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

from segue.models.heartbeat import silent_after


@dataclass(frozen=True)
class JobCounts:
    """Jobs that wait for a worker, that run, and whose worker fell silent (others take those over)."""

    waiting: int
    running: int
    stalled: int


def job_counts(now: datetime) -> JobCounts | None:
    """None where the runner is the local one. The table is small: what is done is deleted."""
    if not apps.is_installed("procrastinate.contrib.django"):
        return None
    jobs = apps.get_app_config("procrastinate").get_model("ProcrastinateJob")._default_manager
    waiting = jobs.filter(status="todo").count()
    running = jobs.filter(status="doing").count()
    healthy = jobs.filter(status="doing", worker__last_heartbeat__gte=now - silent_after()).count()
    return JobCounts(waiting, healthy, running - healthy)
