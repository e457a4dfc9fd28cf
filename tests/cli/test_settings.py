"""Every command says in a sentence what is wrong with the settings or the database, and exits with a code."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.place import ON_POSTGRES, PATIENCE, Place

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="it is about the file of SQLite")

COMMANDS = [["migrate"], ["serve"], ["web"], ["work"], ["demo"], ["doctor"], ["verify"], ["tier"], ["rotate-secrets"]]
EVERY_COMMAND = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])


@EVERY_COMMAND
def test_a_setting_that_cannot_be_used_is_named(place: Place, command: list[str]) -> None:
    done = place.run(*command, SEGUE_LEASE_SECONDS="soon")
    assert done.returncode == 2
    assert done.stderr == "segue: SEGUE_LEASE_SECONDS: 'soon' is not a whole number from 1 to 3600.\n"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SEGUE_WORKER_THREADS", "0", "is not a whole number from 1 to 64."),
        ("SEGUE_LEASE_SECONDS", "99999999999", "is not a whole number from 1 to 3600."),
        ("SEGUE_LEASE_SECONDS", "²", "is not a whole number from 1 to 3600."),
        ("SEGUE_SECRET_KEY", "short", "at least 32 random characters, or none."),
        ("SEGUE_SECRET_KEY_FALLBACKS", "k3y" * 20 + ",short", "Give old keys whole, separated by commas."),
        ("SEGUE_TRUSTED_ORIGINS", "segue.example.com", "as https://segue.example.com."),
        ("SEGUE_PUBLIC_URL", "segue.example.com", "as https://segue.example.com."),
        ("SEGUE_PUBLIC_URL", "https://example.com/segue", "as https://segue.example.com."),
        ("SEGUE_WEBHOOK_ALLOWED_NETWORKS", "banana", "an IPv4 or IPv6 network)."),
        ("SEGUE_DEBUG", "perhaps", "is neither 1 nor 0."),
        ("SEGUE_HTTPS", "2", "is neither 1 nor 0."),
        ("DATABASE_URL", "mysql://localhost/segue", "or postgresql://user:password@host/name."),
        ("DATABASE_URL", "postgres://localhost:port/segue", "in the password are written as %40 or %2F."),
        ("DATABASE_URL", "postgres://segue:ge[heim@/segue", "in the password are written as %40 or %2F."),
        ("DATABASE_URL", "postgres://segue:gé℀heim@localhost/segue", "in the password are written as %40 or %2F."),
        ("DATABASE_URL", "postgres://localhost", "names no database; use postgresql://user:password@host/name."),
    ],
)
def test_each_setting(place: Place, name: str, value: str, words: str) -> None:
    done = place.run("doctor", **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"segue: {name}: ")
    assert done.stderr.endswith(f"{words}\n")
    assert len(done.stderr.splitlines()) == 1


def test_a_data_directory_that_cannot_be_made(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = place.run("migrate", SEGUE_DATA_DIR=str(file / "data"))
    assert done.returncode == 2
    assert done.stderr.startswith("segue: The data directory cannot be used:")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["web"], ["work"], ["doctor"], ["tier"]], ids=lambda command: command[0])
def test_a_database_that_is_not_there_says_what_to_run(place: Place, tmp_path: Path, command: list[str]) -> None:
    done = place.run(*command, SEGUE_DATA_DIR=str(tmp_path / "empty"))
    assert done.returncode == 1
    assert done.stderr.endswith("is not up to date. Run: segue migrate\n")
    assert not list(tmp_path.glob("empty/*.sqlite3"))


@pytest.mark.parametrize("command", [["migrate"], ["work"], ["doctor"]], ids=lambda command: command[0])
def test_a_file_that_is_no_database_says_so(place: Place, command: list[str]) -> None:
    place.data.joinpath("segue.sqlite3").write_text("not a database" * 1_000)
    done = place.run(*command)
    assert done.returncode == 1
    assert "cannot be used: file is not a database" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["migrate"], ["doctor"]], ids=lambda command: command[0])
def test_a_server_that_is_not_there_is_named_and_its_password_is_not(place: Place, command: list[str]) -> None:
    done = place.run(*command, DATABASE_URL="postgresql://segue:sesame@127.0.0.1:1/segue")
    assert done.returncode == 1
    assert done.stderr.startswith("segue: The database segue at 127.0.0.1 cannot be used: connection failed")
    assert "sesame" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_worker_waits_for_a_server_that_is_not_there_until_ctrl_c(place: Place) -> None:
    worker = place.start("work", DATABASE_URL="postgresql://segue:sesame@127.0.0.1:1/segue")
    place.wait_for_log("waiting.\n")
    worker.send_signal(signal.SIGINT)
    assert worker.wait(PATIENCE) == 0
    [line] = place.log.read_text().splitlines()
    assert line.startswith("The database segue at 127.0.0.1 cannot be reached yet: connection failed")
    assert "sesame" not in line


@pytest.mark.parametrize("command", [["migrate"], ["work"], ["doctor"]], ids=lambda command: command[0])
def test_a_database_of_a_newer_segue_is_left_alone(place: Place, command: list[str]) -> None:
    with closing(sqlite3.connect(place.data / "segue.sqlite3")) as database, database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('segue', '9999_future', '')")
    done = place.run(*command)
    assert done.returncode == 1
    assert done.stderr.endswith("was changed by a newer Segue (9999_future). Use that one here too.\n")


def test_migrate_can_be_run_again(place: Place) -> None:
    place.fill(steps=[["todo", {"title": "x"}, 0]], people=1)
    done = place.run("migrate")
    assert (done.returncode, done.stdout) == (0, f"Database {place.data / 'segue.sqlite3'}: up to date.\n")
    assert place.number("segue_enrollment") == 1


def test_what_is_unknown_is_told(place: Place) -> None:
    done = place.run("fly")
    assert done.returncode == 2
    assert "No such command 'fly'" in done.stderr


def test_help_lists_every_command(place: Place) -> None:
    done = place.run("--help")
    assert done.returncode == 0
    assert {command[0] for command in COMMANDS} <= set(done.stdout.split())


def test_the_tier_is_shown_and_set(place: Place) -> None:
    place.fill(steps=[["todo", {"title": "x"}, 0]], people=1)
    assert place.run("tier").stdout.split() == ["1", "Professional", "Acme"]
    assert place.run("tier", "Acme", "basic").stdout == "Acme is on Basic now.\n"
    assert place.run("tier", "1", "professional").stdout == "Acme is on Professional now.\n"
    assert place.run("tier", "Acme").returncode == 2
    missing = place.run("tier", "Umbrella", "basic")
    assert (missing.returncode, missing.stderr) == (
        1,
        "segue: There is no workspace called “Umbrella”. Use a number from: segue tier\n",
    )


def test_the_doctor_says_what_is_wrong_and_exits_with_1(place: Place) -> None:
    place.fill(steps=[["todo", {"title": "x"}, 0]], people=2)
    well = place.run("doctor")
    assert well.returncode == 0
    assert "Every promise holds" in well.stdout
    assert "Workers alive: 0 (steps wait until one runs: segue work)" in well.stdout
    with sqlite3.connect(place.data / "segue.sqlite3") as database:
        database.execute("UPDATE segue_enrollment SET due_at = NULL WHERE id = 2")
    database.close()
    ill = place.run("doctor")
    assert ill.returncode == 1
    assert "In Progress, but nothing will ever make it go on" in ill.stdout
