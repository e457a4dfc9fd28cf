"""Hears what wakes the waker: work announced by any process on the database, and rings of this process's threads."""

import contextlib
import select
import socket

import psycopg
from django.db import connection

CHANNEL = "segue_work"


def call() -> None:
    """Wake the wakers of all workers; within a transaction, once it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


class Ear:
    """Use as a context manager. Raises psycopg.OperationalError where the database is away; then `hang_up`."""

    def __init__(self) -> None:
        self._bell, self._button = socket.socketpair()
        self._bell.setblocking(False)
        self._button.setblocking(False)
        self._line: psycopg.Connection | None = None

    def __enter__(self) -> "Ear":
        return self

    def __exit__(self, *error: object) -> None:
        self.hang_up()
        self._bell.close()
        self._button.close()

    def ring(self) -> None:
        """Wake the one who sleeps, from another thread or a signal handler."""
        with contextlib.suppress(OSError):  # full of rings, or closed
            self._button.send(b"!")

    def listen(self) -> None:
        """Listen to the database, unless that is so."""
        if self._line is None:
            params = connection.get_connection_params()
            for name in ("context", "cursor_factory"):
                params.pop(name, None)
            self._line = psycopg.connect(**params, autocommit=True)
            self._line.execute(f"LISTEN {CHANNEL}")

    def hang_up(self) -> None:
        if self._line is not None:
            with contextlib.suppress(psycopg.Error):
                self._line.close()
            self._line = None

    def sleep(self, seconds: float) -> None:
        """Sleep until somebody calls or rings, at most so long."""
        lines = [self._bell.fileno()] + ([self._line.fileno()] if self._line else [])
        ready, _, _ = select.select(lines, [], [], max(0.0, seconds))
        if self._bell.fileno() in ready:
            with contextlib.suppress(BlockingIOError):
                while self._bell.recv(64):
                    pass
        if self._line and self._line.fileno() in ready:
            for _ in self._line.notifies(timeout=0):
                pass
