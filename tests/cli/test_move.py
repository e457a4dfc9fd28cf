"""`segue move`: everything goes from SQLite to Postgres, or nothing; and what was due goes on there."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connections, models
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from segue.cli.move_tables import MovedTable, moved_models, moved_tables
from segue.config.database import database_settings
from tests.faults.place import ON_POSTGRES, PATIENCE, Place, Process
from tests.postgres import address_of, create_database, drop_database
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="it begins on SQLite")

FILL = "from segue.cli.boot import boot; boot(); from tests.cli.move_world import fill; fill()"
GATE = 7  # the number of an advisory lock
# Writing stops at the steps, when other tables are filled already, for as long as somebody holds the lock.
SHUT = f"""
    CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock({GATE}); RETURN new; END $$;
    CREATE TRIGGER gate BEFORE INSERT ON segue_step FOR EACH ROW EXECUTE FUNCTION gate()"""
AT_THE_GATE = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()"
KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2"

Server = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def target(place: Place) -> Iterator[Place]:
    """The same data directory, with a Postgres database that is empty."""
    name = f"segue_{uuid4().hex[:12]}"
    create_database(name)
    found = Place(place.data, name)
    yield found
    found.clear()
    drop_database(name)


def move(place: Place, target: Place) -> "subprocess.CompletedProcess[str]":
    return place.run("move", "--to", address_of(target.database))


def change(place: Place, statement: str) -> None:
    """Change the SQLite database behind Segue's back."""
    with closing(sqlite3.connect(place.data / "segue.sqlite3")) as database, database:
        database.execute(statement)


def rows_in(target: Place) -> int:
    return sum(target.number(table.name) for table in moved_tables())


@contextmanager
def held_at_the_gate(place: Place, target: Place) -> Iterator[tuple[Process, Server]]:
    """A move that stands still half-way, and a connection to the server on which it does."""
    with psycopg.connect(address_of(target.database), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [GATE])
        process = place.start("move", "--to", address_of(target.database))
        wait_until(lambda: bool(server.execute(AT_THE_GATE).fetchall()), PATIENCE, what="the move to be half-way")
        yield process, server


def test_all_or_nothing_and_it_goes_on(
    place: Place, target: Place, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> None:
    subprocess.run([sys.executable, "-c", FILL], env=place.environment(), timeout=PATIENCE, check=True)
    refuses_while_a_worker_lives(place, target)
    refuses_a_row_by_its_name(place, target)
    leaves_nothing_when_it_is_cut_off(place, target)
    keys = target.ask(KEYS)
    done = move(place, target)
    assert (done.returncode, done.stderr.count("Nothing was moved")) == (0, 0), done.stderr
    assert "What does not hold" not in done.stdout
    assert (
        "segue_record: 1 rows had characters that Postgres refuses (U+0000); they were left out. Ids 1" in done.stdout
    )
    assert target.ask(KEYS) == keys
    settings.SECRET_KEY = (place.data / "secret-key").read_text().strip()
    with django_db_blocker.unblock(), both(place, target):
        for model in moved_models():
            compare(model)
    again = move(place, target)
    assert (again.returncode, "is not empty" in again.stderr) == (1, True)
    goes_on(target)


def refuses_while_a_worker_lives(place: Place, target: Place) -> None:
    change(place, "UPDATE segue_worker SET seen_at = strftime('%Y-%m-%d %H:%M:%f', 'now')")
    done = move(place, target)
    assert (done.returncode, "A worker is alive" in done.stderr) == (1, True), done.stderr
    change(place, "UPDATE segue_worker SET seen_at = '2024-02-29 12:00:00'")


def refuses_a_row_by_its_name(place: Place, target: Place) -> None:
    """SQLite does not mind the length; the ones before it were taken by then."""
    [(name, person)] = place.ask("SELECT first_name, id FROM segue_record WHERE name = 'Bo'")
    change(place, f"UPDATE segue_record SET first_name = '{'o' * 1000}' WHERE id = {person}")
    done = move(place, target)
    assert (done.returncode, f"(segue_record, id {person}): value too long" in done.stderr) == (1, True), done.stderr
    assert rows_in(target) == 0
    change(place, f"UPDATE segue_record SET first_name = '{name}' WHERE id = {person}")


def leaves_nothing_when_it_is_cut_off(place: Place, target: Place) -> None:
    with psycopg.connect(address_of(target.database)) as server:
        server.execute(SHUT)
    with held_at_the_gate(place, target) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    with held_at_the_gate(place, target) as (process, server):
        server.execute(f"SELECT pg_terminate_backend(pid) FROM ({AT_THE_GATE}) found")
        assert process.wait(PATIENCE) == 1
    assert place.log.read_text().count("Nothing was moved") == 2, place.log.read_text()
    assert "Traceback" not in place.log.read_text()
    assert rows_in(target) == 0
    with psycopg.connect(address_of(target.database)) as server:
        server.execute("DROP FUNCTION gate CASCADE")


@contextmanager
def both(place: Place, target: Place) -> Iterator[None]:
    """The two databases as Django sees them, under the names "before" and "after"."""
    urls = {"before": f"sqlite:///{place.data / 'segue.sqlite3'}", "after": address_of(target.database)}
    for alias, url in urls.items():
        own = database_settings(url, threads=1)
        connections.settings[alias] = connections.configure_settings({"default": own})["default"]
    yield
    for alias in urls:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def compare(model: type[models.Model]) -> None:
    rows = {alias: list(model._base_manager.using(alias).order_by("pk").values_list()) for alias in ("before", "after")}
    assert rows["before"], f"{model.__name__}: nothing to compare"
    assert [tuple(map(without_nul, row)) for row in rows["before"]] == rows["after"], model.__name__


def without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {key: without_nul(item) for key, item in value.items()}
    return value


def goes_on(target: Place) -> None:
    """Search finds, new rows get numbers of their own, and a worker sends to who was due."""
    order = ("--sequence", "Due", "--query", "zoe qui", "--as", "alice@example.com")
    done = target.run("enroll", *order)
    assert (done.returncode, "1 enrolled in Due, 0 not." in done.stdout) == (0, True), done.stderr + done.stdout
    worker = target.work()
    sent = "segue_delivery d JOIN segue_enrollment e ON e.id = d.enrollment_id"
    wait_until(
        lambda: target.number(f"{sent} JOIN segue_sequence s ON s.id = e.sequence_id AND s.name = 'Due'"
                              " WHERE d.state = 'sent'") == 2,
        PATIENCE, what="mail to who was due and to who was enrolled since",
    )  # fmt: skip
    target.end(worker)


@pytest.mark.parametrize(
    ("present", "to", "words"),
    [
        ("postgresql://a@127.0.0.1/b", "postgresql://a@127.0.0.1/c", "is not SQLite"),
        ("", "sqlite:////tmp/other.sqlite3", "--to must be a Postgres address"),
        ("", "postgresql://a@127.0.0.1/", "--to: it names no database"),
        ("", "postgresql://a@127.0.0.1:1/b", "Connection refused"),
    ],
)
def test_ends_that_cannot_be(place: Place, present: str, to: str, words: str) -> None:
    done = place.run("move", "--to", to, **({"DATABASE_URL": present} if present else {}))
    assert (done.returncode != 0, words in done.stderr, "Traceback" in done.stderr) == (True, True, False), done.stderr


def test_what_postgres_refuses_goes_and_nothing_else() -> None:
    table = MovedTable("t", "id", ("id", "text", "json"), frozenset({2}))
    kept = (1, "\\u0000", json.dumps({"a": "\\u0000 \U0001f600", "b": [1.5, None]}))
    assert table.storable(kept) is kept
    odd = json.dumps({"a\0": ["b\0", {"c": "\ud800d"}]})
    assert table.storable((1, "a\0b", odd)) == (1, "ab", json.dumps({"a": ["b", {"c": "d"}]}))
