"""A database of its own for a measurement: made for it, gone afterwards."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg

from segue.bench.held import held_directory, left_directories
from segue.bench.missing import MissingProgram
from segue.bench.postgres import PostgresServer, own_server, stop_left

SQLITE = "sqlite"
POSTGRES = "postgres"

Progress = Callable[[str], object]


@dataclass(frozen=True)
class Place:
    """Where a measurement takes place. `server` is the throw-away Postgres, where there is one."""

    data: Path
    url: str
    server: PostgresServer | None = None

    @property
    def is_postgres(self) -> bool:
        return not self.url.startswith("sqlite:")

    @property
    def database(self) -> str:
        """The kind of database, as a reader of the figures knows it."""
        return "Postgres" if self.is_postgres else "SQLite"


@contextmanager
def own_place(database: str = SQLITE) -> Iterator[Place]:
    """Start Segue on an empty database that nothing else uses; the settings of the environment stay out of it.

    `database` is sqlite, postgres (a server of its own), or the address of a Postgres server on which a database may
    be made. Raises MissingProgram.
    """
    with ExitStack() as stack:
        place = _database(stack, database, stack.enter_context(held_directory()))
        _set_environment(place)
        stack.callback(_close)  # before the database goes: it would have to throw us out
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield place


def clean_up_after_the_dead(say: Progress) -> None:
    """Stop and delete what measurements left that were killed."""
    for directory in left_directories():
        stop_left(directory)
        say(f"deleted what a measurement left that was killed: {directory}")


def _database(stack: ExitStack, database: str, data: Path) -> Place:
    if database == SQLITE:
        return Place(data, f"sqlite:///{data / 'segue.sqlite3'}")
    if database == POSTGRES:
        server = stack.enter_context(own_server())
        return Place(data, server.url, server)
    return Place(data, stack.enter_context(_database_on(database)))


@contextmanager
def _database_on(server: str) -> Iterator[str]:
    """A database on somebody's server, dropped afterwards."""
    name = f"segue_bench_{secrets.token_hex(4)}"
    try:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.Error as error:
        raise MissingProgram(f"No database can be made there: {error}") from error
    try:
        yield _address(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _address(server: str, name: str) -> str:
    before, mark, after = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{mark}{after}"


def _set_environment(place: Place) -> None:
    """For this process and the workers it starts."""
    for name in [n for n in os.environ if n == "DATABASE_URL" or n.startswith("SEGUE_")]:
        del os.environ[name]
    os.environ["SEGUE_DATA_DIR"] = str(place.data)
    os.environ["DATABASE_URL"] = place.url
    os.environ["SEGUE_LEASE_SECONDS"] = "20"
    os.environ["DJANGO_SETTINGS_MODULE"] = "segue.config.settings"


def _close() -> None:
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        getattr(connection, "close_pool", lambda: None)()
