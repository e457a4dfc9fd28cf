"""`segue rotate-secrets`: after a change of the key nothing needs the old one, and what is lost is named."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from segue.actions.add_mailbox import add_mailbox
from segue.actions.rotate_secrets import rotate_secrets
from segue.models import Mailbox, Workspace
from segue.models.encrypted import WrongKeyError
from segue.models.renewing import columns_of_secrets, renew
from tests.faults.place import ON_POSTGRES, Place
from tests.world import NOW, World, make_world

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="it is about the file of SQLite")

OLD, NEW = "old key, " * 10, "new key; " * 10
SERVER = {"host": "mail.example.com", "port": 587, "security": "starttls", "username": "ada", "password": "s3cret"}


@pytest.fixture
def with_secrets(db: None, settings: Settings) -> World:
    """Written with the old key, which is an old one now."""
    settings.SECRET_KEY = OLD
    world = make_world()
    add_mailbox(world.actor, "smtp", {"name": "Ada", "address": "ada@example.com", "smtp": SERVER}, NOW)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    return world


def password() -> str:
    smtp = Mailbox.objects.get(address="ada@example.com").parsed.smtp
    assert smtp
    return smtp.password.get_secret_value()


def test_every_column_of_secrets_is_known() -> None:
    assert {str(column) for column in columns_of_secrets()} == {
        "segue_mailbox.settings",
        "segue_workspace.webhook_secret",
    }


def test_afterwards_the_old_key_is_not_needed(with_secrets: World, settings: Settings) -> None:
    told: list[str] = []
    done = rotate_secrets(lambda column, seen: told.append(f"{column} {seen}"))
    assert (done.seen, done.written, done.lost) == (5, 5, ())
    assert told
    settings.SECRET_KEY_FALLBACKS = []
    assert password() == "s3cret"
    assert Workspace.objects.get(pk=with_secrets.workspace.pk).webhook_secret == with_secrets.workspace.webhook_secret


def test_it_goes_on_where_it_was_stopped(with_secrets: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segue.models.renewing.BATCH", 1)
    first = columns_of_secrets()[0]
    assert next(renew(first)).written == 1
    done = rotate_secrets(lambda column, seen: None)
    assert (done.seen, done.written) == (5, 4)
    assert rotate_secrets(lambda column, seen: None).written == 0


def test_what_is_saved_meanwhile_is_not_written_over(with_secrets: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox.objects.get(address="ada@example.com")

    def save_first(stored: str) -> str | None:
        Mailbox.objects.filter(pk=mailbox.pk).update(settings={"smtp": SERVER | {"password": "newer"}})
        return "written from what was read before"

    monkeypatch.setattr("segue.models.renewing.renewed", save_first)
    list(renew(next(column for column in columns_of_secrets() if column.table == "segue_mailbox")))
    assert password() == "newer"


def test_a_secret_that_no_key_reads_is_named(with_secrets: World, settings: Settings) -> None:
    number = Mailbox.objects.get(address="ada@example.com").pk
    settings.SECRET_KEY_FALLBACKS = []
    done = rotate_secrets(lambda column, seen: None)
    assert f"segue_mailbox.settings {number}" in done.lost
    assert done.written == 0
    with pytest.raises(WrongKeyError):
        password()
    with connection.cursor() as cursor:
        cursor.execute("SELECT settings FROM segue_mailbox WHERE id = %s", [number])
        assert "s3cret" not in cursor.fetchone()[0]


def put_workspace(data: Path) -> None:
    """A workspace whose secret nobody can read."""
    with sqlite3.connect(data / "segue.sqlite3") as database:
        database.execute(
            "INSERT INTO segue_workspace"
            " (name, tier, time_zone, webhook_secret, opt_out_secret, mail_footer, created_at)"
            " VALUES ('Acme', 'basic', 'UTC', 'unreadable', 'x', '', '2026-11-23 09:00:00')"
        )


def test_the_command_tells_by_its_exit_code(place: Place) -> None:
    done = place.run("rotate-secrets")
    assert (done.returncode, "may go" in done.stdout) == (0, True)
    put_workspace(place.data)
    lost = place.run("rotate-secrets")
    assert lost.returncode == 1
    assert "segue_workspace.webhook_secret 1" in lost.stdout
