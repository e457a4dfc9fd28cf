"""Copies tables from SQLite into the default database, a Postgres; the caller holds the transactions on both."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from segue.cli.boot import Complaint
from segue.cli.move_tables import MovedTable, moved_models

CHUNK = 1_000
# A move takes as long as it takes; times are written without a zone, and are UTC.
UNHURRIED = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL TIME ZONE 'UTC'",
)
FOREIGN_KEYS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])"""


@contextmanager
def unhurried() -> Iterator[None]:
    """A transaction on the target in which a statement may take hours."""
    with transaction.atomic():
        _execute(*UNHURRIED)
        yield


@contextmanager
def foreign_keys_aside(tables: list[MovedTable]) -> Iterator[None]:
    """Take the foreign keys off, and put them back: one check of each table instead of one for each row.

    So the order of the tables does not matter, and Postgres does not keep in memory millions of checks to make.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [[table.name for table in tables]])
        found = cursor.fetchall()
    _execute(*(drop for drop, _ in found))
    yield
    _execute(*(add for _, add in found))


def copy_table(source: BaseDatabaseWrapper, table: MovedTable, tell: Callable[[int], None]) -> list[int]:
    """Copy all rows, telling how many after each chunk. The keys of those that lost a character Postgres refuses.

    Raises Complaint, naming the row, where Postgres does not take it.
    """
    quote = connection.ops.quote_name
    statement = f"COPY {quote(table.name)} ({', '.join(map(quote, table.columns))}) FROM STDIN"
    changed: list[int] = []
    try:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for chunk in _chunks(source, table):
                for row in chunk:
                    ready = table.storable(row)
                    if ready is not row:
                        changed.append(row[table.columns.index(table.key)])
                    copy.write_row(ready)
                tell(len(chunk))
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise _refused(source, table, error) from error
    return changed


def finish_tables(tables: list[MovedTable]) -> None:
    """Have new rows be numbered after the old ones, and tell the planner what is there."""
    _execute(*connection.ops.sequence_reset_sql(no_style(), moved_models()))
    _execute("ANALYZE " + ", ".join(connection.ops.quote_name(table.name) for table in tables))


def _chunks(source: BaseDatabaseWrapper, table: MovedTable) -> Iterator[list[tuple[Any, ...]]]:
    """SQLite walks through the table as it is read; no more than a chunk is in memory."""
    with source.chunked_cursor() as cursor:
        cursor.execute(table.rows_statement(source))
        while chunk := cursor.fetchmany(CHUNK):
            yield chunk


def _refused(source: BaseDatabaseWrapper, table: MovedTable, error: psycopg.Error) -> Complaint:
    words = [error.diag.message_primary or str(error), error.diag.message_detail or ""]
    line = re.search(r"\b(\d+)\b", error.diag.context or "")
    at = f"{table.name}, {table.key} {_key_at(source, table, int(line[1]))}" if line else table.name
    return Complaint(
        f"Postgres does not take a row ({at}): {' '.join(filter(None, words))}. "
        "Nothing was moved. Put the row right in Segue, then move again."
    )


def _key_at(source: BaseDatabaseWrapper, table: MovedTable, line: int) -> object:
    """COPY counts rows; the same row of the same walk."""
    key, name = source.ops.quote_name(table.key), source.ops.quote_name(table.name)
    with source.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {name} ORDER BY {key} LIMIT 1 OFFSET %s", [line - 1])  # noqa: S608  # our own
        [(found,)] = cursor.fetchall()
    return found


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
