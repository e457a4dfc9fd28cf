"""Postgres is away when they start, answers, goes away and comes back: what the commands, pages and programs say."""

import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from segue.bench.postgres import PostgresServer, own_server
from tests.faults.place import ON_POSTGRES, PATIENCE, Place
from tests.postgres import postgres_url
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.conformance,
    pytest.mark.skipif(not ON_POSTGRES, reason="it brings its own Postgres; once, among the tests on Postgres"),
]
# The session must be looked up: it cannot be told from that of a member before.
SIGNED_IN = {"sessionid": "a" * 32}
TOKEN = {"Authorization": "Bearer segue_" + "a" * 40}
SOON = 6.0  # seconds; two, on a machine that has nothing else to do


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    with own_server() as server:
        yield server


def test_everyone_waits_says_so_and_goes_on(postgres: PostgresServer, tmp_path: Path) -> None:
    place = Place(tmp_path / "segue")
    place.data.mkdir()
    at = {"DATABASE_URL": postgres.url}
    assert place.run("migrate", **at).returncode == 0
    postgres.stop()
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    try:
        impatient = place.start("work", **at)
        web, worker = place.start("web", "--port", str(port), **at), place.start("work", **at)
        place.wait_for_log("cannot be reached yet: ", times=3)
        impatient.send_signal(signal.SIGINT)
        assert impatient.wait(PATIENCE) == 0
        postgres.restart()
        place.wait_for_log(" answers.\n", times=2)
        wait_until(lambda: _is_ready(url), PATIENCE, what="Segue to be ready")
        assert place.log.read_text().count("cannot be reached yet: ") == 3
        postgres.stop()
        _all_say_that_it_is_away(url)
        _the_log_has_a_line_for_each(place)
        postgres.restart()
        wait_until(lambda: _is_ready(url), PATIENCE, what="Segue to be ready again")
        worker.send_signal(signal.SIGINT)
        assert worker.wait(PATIENCE) == 0
        with psycopg.connect(postgres.url) as server:
            assert server.execute("SELECT count(*) FROM segue_worker").fetchone() == (0,)
        assert place.end(web) == 0
    finally:
        place.clear()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=PATIENCE).status_code == 200
    except httpx.TransportError:
        return False


def _all_say_that_it_is_away(url: str) -> None:
    member, stranger = {"cookies": SIGNED_IN, "timeout": PATIENCE}, {"headers": TOKEN, "timeout": PATIENCE}
    asked = [("/people/", member), ("/api/v1/people", member), ("/api/v1/people", stranger), ("/healthz", member)]
    with ThreadPoolExecutor() as at_once:
        answers = list(at_once.map(lambda ask: httpx.get(f"{url}{ask[0]}", **ask[1]), asked))
    assert [answer.status_code for answer in answers] == [503] * 4
    assert max(answer.elapsed.total_seconds() for answer in answers) < SOON
    page, *problems, health = answers
    assert page.headers["Retry-After"] == "5"
    assert "Nothing is lost; try again in a moment." in page.text
    for problem in problems:
        assert (problem.json()["code"], problem.headers["Retry-After"]) == ("database_away", "5")
        assert problem.headers["Content-Type"] == "application/problem+json"
    assert health.json()["database"] == "not reachable, or not up to date"


def _the_log_has_a_line_for_each(place: Place) -> None:
    log = place.log.read_text()
    assert "Traceback" not in log
    assert log.count("Service Unavailable: /people/: the database is away (connection") == 1
    assert log.count("Service Unavailable: /api/v1/people") == 2


def test_one_that_takes_no_changes_is_named_once_and_waited_for(postgres: PostgresServer, tmp_path: Path) -> None:
    place = Place(tmp_path / "segue")
    place.data.mkdir()
    at = {"DATABASE_URL": postgres.url, "SEGUE_LEASE_SECONDS": "1"}
    assert place.run("migrate", **at).returncode == 0
    try:
        _take_changes(postgres, "off")
        worker = place.start("work", **at)
        for times in (1, 2):
            place.wait_for_log("event='nothing is done until the database is well", times)
            _take_changes(postgres, "on")
            place.wait_for_log("event='the database answers'", times)
            _take_changes(postgres, "off" if times == 1 else "on")
        assert place.end(worker) == 0
        log = place.log.read_text()
        assert "Traceback" not in log
        assert log.count("nothing is done until the database is well") == 2
        assert "it is read-only: let DATABASE_URL lead to the primary" in log
    finally:
        place.clear()


def _take_changes(postgres: PostgresServer, how: str) -> None:
    with psycopg.connect(postgres.url, autocommit=True, options="-c default_transaction_read_only=off") as server:
        server.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'off' if how == 'on' else 'on'}".encode())
        server.execute("SELECT pg_reload_conf()")


@pytest.mark.parametrize(("command", "user", "words"), [("work", "stranger", "role"), ("web", "postgres", "database")])
def test_what_waiting_does_not_mend_is_said_at_once(tmp_path: Path, command: str, user: str, words: str) -> None:
    host = conninfo_to_dict(postgres_url())["host"]
    done = Place(tmp_path).run(command, DATABASE_URL=f"postgresql://{user}@/nowhere?host={host}")
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert f'FATAL:  {words} "' in done.stderr
