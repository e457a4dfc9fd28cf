"""A database that is away is nobody's mistake; every other fault of it stays one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from psycopg_pool import PoolTimeout

from segue.actions.create_token import create_token
from segue.api.errors import TRY_AGAIN_AFTER as API_TRY_AGAIN_AFTER
from segue.api.problems import ProblemCode
from segue.models.away import Trouble, is_away, trouble_of
from segue.web.errors import DATABASE_AWAY, DATABASE_READ_ONLY, SERVER_ERROR, TRY_AGAIN_AFTER
from tests.world import World, client_of

NOBODY = "postgresql://segue@127.0.0.1:1/segue"


def _away(request: HttpRequest) -> HttpResponse:
    try:
        psycopg.connect(NOBODY)
    except psycopg.OperationalError as error:
        raise OperationalError(str(error)) from error  # as Django does
    raise AssertionError


def _wrong(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nothing")
    raise AssertionError


urlpatterns = [path("away/", _away), path("wrong/", _wrong), path("", include("segue.config.urls"))]
handler500 = "segue.web.errors.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_the_page_says_so_and_offers_the_same_address(client: Client) -> None:
    answer = client.get("/away/?q=a&b=c")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert 'href="/away/?q=a&amp;b=c"' in answer.content.decode()
    assert "Segue made a mistake" not in answer.content.decode()
    # Nothing is sent anew by a link.
    assert 'href="/away/' not in client.post("/away/").content.decode()


def test_it_is_a_line_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/away/")
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert record.getMessage().startswith("Service Unavailable: /away/: the database is away (connection")
    assert "\n" not in record.getMessage()
    assert record.exc_info is None


@pytest.mark.django_db
def test_another_fault_of_the_database_is_a_mistake_with_a_traceback(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/wrong/")
    assert answer.status_code == 500
    assert "Segue made a mistake" in answer.content.decode()
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert record.exc_info


def test_a_file_that_cannot_be_opened_is_away_and_one_that_is_no_database_is_not(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as gone:
        sqlite3.connect(tmp_path / "gone" / "segue.sqlite3")
    assert is_away(gone.value)
    with sqlite3.connect(tmp_path / "here.sqlite3") as database, pytest.raises(sqlite3.OperationalError) as wrong:
        database.execute("SELECT * FROM nothing")
    database.close()
    assert not is_away(wrong.value)


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.ConnectionFailure(), True),
        (psycopg.OperationalError("the connection is closed"), True),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.LockNotAvailable(), False),
        (psycopg.errors.DiskFull(), False),
        (psycopg.errors.UndefinedTable(), False),
        (ConnectionRefusedError(), False),
        (None, False),
    ],
)
def test_of_postgres_only_what_breaks_or_refuses_the_connection(error: Exception | None, away: bool) -> None:
    assert is_away(error) is away


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (psycopg.OperationalError("FATAL:  sorry, too many clients already"), Trouble.FULL),
        (psycopg.OperationalError("FATAL:  remaining connection slots are reserved for …"), Trouble.FULL),
        (psycopg.errors.TooManyConnections(), Trouble.FULL),
        (PoolTimeout("couldn't get a connection after 5.00 sec"), Trouble.NO_ANSWER),
        (psycopg.errors.ReadOnlySqlTransaction(), Trouble.READ_ONLY),
        (psycopg.errors.LockNotAvailable(), Trouble.BUSY),
        (psycopg.errors.QueryCanceled(), Trouble.BUSY),
        (psycopg.errors.DiskFull(), None),
    ],
)
def test_each_trouble_has_a_name(error: Exception, trouble: Trouble | None) -> None:
    assert trouble_of(error) is trouble


@pytest.mark.conformance
def test_a_database_that_is_read_only_is_read_and_changes_are_refused_in_words(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    member = client_of(world.alice)
    member.raise_request_exception = False
    _, token = create_token(world.actor, "CI", world.now)
    program = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
    with read_only():
        assert member.get("/people/").status_code == 200
        assert program.get("/api/v1/people").status_code == 200
        page = member.post("/people/new/", {"first_name": "Ada", "last_name": "Lovelace"})
        problem = program.post("/api/v1/people", {"first_name": "Ada"}, content_type="application/json")
    assert (page.status_code, problem.status_code) == (503, 503)
    assert "The database takes no changes" in page.content.decode()
    assert problem.json()["code"] == "database_read_only"
    lines = [record.getMessage() for record in caplog.records if record.name == "django.request"]
    assert any("let DATABASE_URL lead to the primary" in line for line in lines)


@contextmanager
def read_only() -> Iterator[None]:
    """The test's transaction takes no changes meanwhile."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("PRAGMA query_only = 1" if sqlite else "SET LOCAL transaction_read_only = on")
                yield
                transaction.set_rollback(True)  # on Postgres it ends with this
        finally:
            if sqlite:
                cursor.execute("PRAGMA query_only = 0")


def test_pages_and_programs_are_told_alike() -> None:
    for page, code in (
        (DATABASE_AWAY, ProblemCode.DATABASE_AWAY),
        (DATABASE_READ_ONLY, ProblemCode.DATABASE_READ_ONLY),
        (SERVER_ERROR, ProblemCode.INTERNAL_ERROR),
    ):
        assert (page.code, page.status, page.title) == (code, code.status, code.heading)
    assert TRY_AGAIN_AFTER == API_TRY_AGAIN_AFTER
