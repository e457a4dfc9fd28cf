"""Brings the database up to date, and checks that it is before anything is served."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from segue.cli.boot import Complaint
from segue.models.away import Trouble, trouble_of

MIGRATING = (0x5E60E << 40) - 1  # the number of an advisory lock: below those of models/locks.py


def migrate_database() -> None:
    """Apply what is missing. Raises Complaint if the database cannot be opened."""
    try:
        if connection.vendor == "sqlite":
            _make_private(_file())
        knock()
        with _alone():
            pending = _pending()
            if pending:
                call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    except (DatabaseError, OSError) as error:
        raise _unusable(error) from error
    click.echo(f"Database {database_name()}: {f'{pending} changes made' if pending else 'up to date'}.")


def require_migrated() -> None:
    """Raise Complaint unless the database is up to date."""
    try:
        knock()
        missing = (connection.vendor == "sqlite" and not _file().exists()) or _pending()
    except DatabaseError as error:
        raise _unusable(error) from error
    if missing:
        raise Complaint(f"The database {database_name()} is not up to date. Run: segue migrate")


def database_name() -> str:
    """The database as a person knows it: a file, or a name and a host. Never its password."""
    if connection.vendor == "sqlite":
        return str(_file())
    own = connection.settings_dict
    host = own["HOST"] or own["OPTIONS"].get("host") or "this machine"
    return f"{own['NAME']} at {host}"


def knock() -> None:
    """Ask a server for one connection outside the pool, which tries for long and does not say what is wrong."""
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors:
            psycopg.connect(**connection.get_connection_params()).close()


def _unusable(error: Exception) -> Complaint:
    trouble = trouble_of(error)
    advice = f". So {trouble}" if trouble in {Trouble.READ_ONLY, Trouble.FULL} else ""
    return Complaint(f"The database {database_name()} cannot be used: {str(error).strip()}{advice}")


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _make_private(database: Path) -> None:
    """Make the file and its directory, for their owner only. What is there already keeps the rights it has."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not database.exists():
        database.touch(mode=0o600)  # SQLite gives -wal and -shm the rights of the database


@contextmanager
def _alone() -> Iterator[None]:
    """On a server one migrates at a time, for as long as it takes: an index of many rows takes more than a page may."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
            cursor.execute("RESET statement_timeout; RESET lock_timeout")


def _pending() -> int:
    executor = MigrationExecutor(connection)
    ours = {name for app, name in executor.loader.applied_migrations if app == "segue"}
    if newer := sorted(ours - {name for app, name in executor.loader.disk_migrations if app == "segue"}):
        raise Complaint(
            f"The database {database_name()} was changed by a newer Segue ({newer[-1]}). Use that one here too."
        )
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
