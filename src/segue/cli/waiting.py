"""After a power cut a worker may start before its Postgres: it waits, and says so."""

import sys
import time
from collections.abc import Callable

import click
from django.db import DatabaseError

from segue.cli.migrating import database_name, knock

TRY_EVERY = 1.0  # seconds
# The words of libpq and of the server, which come without a code while there is no connection. What is not among them
# (a wrong password, no such database) does not pass by waiting.
NOT_YET = ("starting up", "shutting down", "in recovery mode", "not yet accepting connections")
NOBODY_THERE = (
    "Connection refused",
    "Connection reset",
    "No such file or directory",
    "No route to host",
    "Network is unreachable",
    "Temporary failure in name resolution",
    "closed the connection unexpectedly",
    "timeout expired",
)


def wait_for_database(alive: Callable[[], bool] = lambda: True) -> None:
    """Return once a server answers, or refuses for good. Ctrl-C, or `alive` turning false, ends the process."""
    try:
        _wait(alive)
    except KeyboardInterrupt:
        sys.exit(0)


def _wait(alive: Callable[[], bool]) -> None:
    is_told = False
    while reason := _reason_to_wait():
        if not is_told:
            click.echo(f"The database {database_name()} cannot be reached yet: {reason}; waiting.", err=True)
            is_told = True
        time.sleep(TRY_EVERY)
        if not alive():
            sys.exit(0)
    if is_told:
        click.echo(f"The database {database_name()} answers.", err=True)


def _reason_to_wait() -> str:
    try:
        knock()
    except DatabaseError as error:
        words = " ".join(str(error).split()).rstrip(".")
        # Of several addresses of a host, one that answered with a refusal decides.
        passing = NOT_YET if "FATAL:" in words else NOBODY_THERE
        return words if any(part in words for part in passing) else ""
    return ""
