"""Connects what the database layer announces to the runner in use."""

from typing import Any

from segue.models.signals import work_added
from segue.runners.local.bell import ring


def connect() -> None:
    """Called once when Django starts."""
    work_added.connect(_on_work_added, dispatch_uid="segue.wake")


def _on_work_added(**_: Any) -> None:
    ring()
