"""`segue web` and `segue serve`: the web server, alone or with a worker beside it."""

import os
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import click
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresConnection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from segue.cli.boot import EVERYWHERE, Complaint
from segue.cli.migrating import migrate_database, require_migrated
from segue.cli.supervisor import WorkerProcess
from segue.cli.waiting import wait_for_database
from segue.cli.web_process import load_application

THREADS = 4


class _Server(Protocol):
    """As much of Granian as is used here; the class differs between Python builds."""

    def serve(self, *, target_loader: Callable[[str], Any]) -> None: ...


def serve_web(host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    wait_for_database()
    require_migrated()
    _serve(_server(host, port), host, port)


def serve_with_worker(host: str, port: int) -> None:
    """Bring the database up to date; serve with a worker, started again should it die, until SIGTERM or Ctrl-C."""
    server = _server(host, port)
    wait_for_database()
    migrate_database()
    with WorkerProcess():
        _serve(server, host, port)


def _serve(server: _Server, host: str, port: int) -> None:
    name = "localhost" if host in ("127.0.0.1", *EVERYWHERE) else host
    click.echo(f"Segue is at http://{name}:{port}/ (Ctrl-C stops it)")
    # Granian forks, and an SQLite connection carried across a fork can corrupt the database (sqlite.org, "How To
    # Corrupt An SQLite Database File", 2.6); one to Postgres would be used by both processes at once.
    connections.close_all()
    for connection in connections.all():
        if isinstance(connection, PostgresConnection):
            connection.close_pool()
    server.serve(target_loader=partial(load_application, os.getpid()))


def _server(host: str, port: int) -> _Server:
    require_free(host, port)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return Granian(
        "segue.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )


def require_free(host: str, port: int) -> None:
    """Raise Complaint, with another port, where this one is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Complaint(f"Cannot listen on {host}:{port}: {error.strerror}. Another port: --port {port + 1}") from error
