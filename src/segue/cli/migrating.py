"""Brings the database up to date, and checks that it is before anything is served."""

from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from segue.cli.boot import Complaint


def migrate_database() -> None:
    """Apply what is missing. Raises Complaint if the database cannot be opened."""
    database = Path(settings.DATABASES["default"]["NAME"])
    try:
        _make_private(database)
        pending = _pending()
        if pending:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    except (DatabaseError, OSError) as error:
        raise Complaint(f"The database {database} cannot be used: {error}") from error
    click.echo(f"Database {database}: {f'{pending} changes made' if pending else 'up to date'}.")


def require_migrated() -> None:
    """Raise Complaint unless the database is up to date."""
    database = Path(settings.DATABASES["default"]["NAME"])
    try:
        missing = not database.exists() or _pending()
    except DatabaseError as error:
        raise Complaint(f"The database {database} cannot be used: {error}") from error
    if missing:
        raise Complaint(f"The database {database} is not up to date. Run: segue migrate")


def _make_private(database: Path) -> None:
    """Make the file and its directory, for their owner only. What is there already keeps the rights it has."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not database.exists():
        database.touch(mode=0o600)  # SQLite gives -wal and -shm the rights of the database


def _pending() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
