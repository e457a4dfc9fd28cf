"""`segue move`: everything from SQLite to an empty Postgres database, in one transaction there. Run on the target."""

from functools import partial

import click
import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from segue.cli.boot import Complaint
from segue.cli.migrating import database_name, knock, migrate_database
from segue.cli.move_copy import copy_table, finish_tables, foreign_keys_aside, unhurried
from segue.cli.move_tables import LEFT_OUT, MovedTable, moved_tables
from segue.cli.verifying import print_ledger
from segue.config.database import database_settings
from segue.models.heartbeat import living_workers

PRESENT = "present"  # the alias of the database that is left
INTERRUPTED = 130
FIRST_FEW = 10
NOTHING_MOVED = "Nothing was moved: the target holds none of your data, and the present database is as it was."

Changed = dict[str, list[int]]


def move_database(present_url: str) -> None:
    """Copy, check, and say what to do next. Raises Complaint; SystemExit on Ctrl-C."""
    source = _open(present_url)
    try:
        changed = _move(source)
    except KeyboardInterrupt:
        click.echo(f"Interrupted. {NOTHING_MOVED} The same command begins anew.", err=True)
        raise SystemExit(INTERRUPTED) from None
    except (DatabaseError, psycopg.Error) as error:
        raise Complaint(f"{str(error).strip()}. {NOTHING_MOVED} Run it again when that is put right.") from error
    finally:
        source.close()
    _say_dropped(changed)
    click.echo(f"Everything is in {database_name()} now.")
    _say_next(present_url, is_sound=not print_ledger())


def _open(url: str) -> BaseDatabaseWrapper:
    own = database_settings(url, threads=1)
    if not own["NAME"].exists():
        raise Complaint(f"There is no database to move at {own['NAME']}. Check SEGUE_DATA_DIR and DATABASE_URL.")
    connections.settings[PRESENT] = connections.configure_settings({"default": own})["default"]
    return connections[PRESENT]


def _move(source: BaseDatabaseWrapper) -> Changed:
    """All of it or nothing."""
    tables = moved_tables()
    # IMMEDIATE (config/database.py): nobody writes to the present database while it is read.
    with transaction.atomic(using=PRESENT):
        _check_source(source)
        _check_target(tables)
        migrate_database()
        with unhurried():
            changed = _copy(source, tables)
            finish_tables(tables)
            _compare(source, tables)
    return changed


def _check_source(source: BaseDatabaseWrapper) -> None:
    ours = {known for known in MigrationLoader(None).disk_migrations if known[0] not in LEFT_OUT}
    if ours - MigrationRecorder(source).applied_migrations().keys():
        raise Complaint("The present database is not up to date. Run segue migrate on it first.")
    if living_workers(timezone.now(), PRESENT):
        raise Complaint(
            "A worker is alive on the present database. Stop Segue (web and workers) and run this again; "
            "one that was killed counts as silent within half a minute."
        )


def _check_target(tables: list[MovedTable]) -> None:
    knock()  # what is wrong with the address is said at once
    there = set(connection.introspection.table_names())
    filled = [table.name for table in tables if table.name in there and table.count(connection)]
    if filled:
        raise Complaint(
            f"The target {database_name()} is not empty: there are rows in {', '.join(filled[:FIRST_FEW])}. "
            "Make an empty database (createdb) and move there."
        )


def _copy(source: BaseDatabaseWrapper, tables: list[MovedTable]) -> Changed:
    columns = (TextColumn("{task.description:28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    changed: Changed = {}
    with foreign_keys_aside(tables), Progress(*columns, console=Console(stderr=True)) as progress:
        for table in tables:
            bar = progress.add_task(table.name, total=table.count(source))
            changed[table.name] = copy_table(source, table, partial(progress.advance, bar))
    return changed


def _compare(source: BaseDatabaseWrapper, tables: list[MovedTable]) -> None:
    rows = {table.name: (table.count(source), table.count(connection)) for table in tables}
    differ = [f"{name} (had {had:,}, has {has:,})" for name, (had, has) in rows.items() if had != has]
    if differ:
        raise Complaint(f"Not every row arrived: {', '.join(differ)}. {NOTHING_MOVED}")
    total = sum(had for had, _ in rows.values())
    click.echo(f"{len(tables)} tables, {total:,} rows: each table has as many as it had.")


def _say_dropped(changed: Changed) -> None:
    for table, keys in changed.items():
        if keys:
            more = " …" if len(keys) > FIRST_FEW else ""
            click.echo(
                f"{table}: {len(keys):,} rows had characters that Postgres refuses (U+0000); they were left out. "
                f"Ids {', '.join(map(str, keys[:FIRST_FEW]))}{more}"
            )


def _say_next(present_url: str, is_sound: bool) -> None:
    if not is_sound:
        click.echo("What does not hold was so before, or fell due since Segue was stopped: it was moved as it was.")
    click.echo("Next:")
    click.echo("  1. Set DATABASE_URL to that address, for every process of Segue.")
    click.echo(
        "  2. Keep the secret key: SEGUE_SECRET_KEY if you set it, else the file "
        f"{settings.SEGUE_DATA_DIR / 'secret-key'}. Stored secrets can be read with no other."
    )
    click.echo("  3. Start Segue. Everybody signs in again; steps go on where they were.")
    click.echo(f"  4. Never start it on the old database again, or mail leaves twice: put {present_url} away.")
