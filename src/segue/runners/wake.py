"""Connects what the database layer announces to the runner in use."""

from typing import Any

from django.db import connection

from segue.models.signals import work_added, work_coming
from segue.runners.local.bell import ring


def connect() -> None:
    """Called once when Django starts."""
    if connection.vendor == "postgresql":
        # Here: Procrastinate is installed as an app only where the database is Postgres.
        from segue.runners.procrastinate.announce import on_work_coming

        work_coming.connect(on_work_coming, dispatch_uid="segue.wake")
    else:
        work_added.connect(_on_work_added, dispatch_uid="segue.wake")


def _on_work_added(**_: Any) -> None:
    ring()
