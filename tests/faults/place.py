"""A place with a database of its own, and the processes that work on it. Shared by the tests of faults and commands.

With TEST_DATABASE=postgres each has a Postgres database, and so its workers run on Procrastinate.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.postgres import address_of, create_database, drop_database
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
PATIENCE = 120  # seconds; a machine that runs many tests at once is slow, not wrong

Process = subprocess.Popen[str]


@dataclass
class Place:
    """A data directory, and the name of a Postgres database or none; what is started here is stopped by `clear`."""

    data: Path
    database: str = ""
    started: list[Process] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")}
        plain.pop("DATABASE_URL", None)
        own = {"SEGUE_DATA_DIR": str(self.data), "DJANGO_SETTINGS_MODULE": "segue.config.settings"}
        if self.database:
            own["DATABASE_URL"] = address_of(self.database)
        return plain | own | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)} | more

    def run(self, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run `segue COMMAND` to its end."""
        return self._python("segue.cli", *command, **environment)

    def fill(self, **order: Any) -> Any:
        """Have another process enroll people (see seed.py); its answer."""
        done = self._python("tests.faults.seed", json.dumps(order))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _python(self, *module: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", *module], env=self.environment(**environment), capture_output=True, text=True,
            timeout=PATIENCE, cwd=self.data, check=False,
        )  # fmt: skip

    def start(self, *command: str, **environment: str) -> Process:
        """Start `segue COMMAND`; what it says goes to the file `log`."""
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "segue.cli", *command], env=self.environment(**environment), stdout=log,
                stderr=log, text=True, cwd=self.data, start_new_session=True,
            )  # fmt: skip
        self.started.append(process)
        return process

    def work(self, **environment: str) -> Process:
        """Start a worker, with short leases so that what a dead one left is free again soon."""
        return self.start("work", **{"SEGUE_LEASE_SECONDS": "1"} | environment)

    @property
    def log(self) -> Path:
        return self.data / "log"

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Ask the database, on a connection that can change nothing."""
        if self.database:
            with psycopg.connect(address_of(self.database)) as server:
                server.read_only = True
                return server.execute(question.encode()).fetchall()
        with closing(sqlite3.connect(f"file:{self.data / 'segue.sqlite3'}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(question).fetchall()

    def number(self, question: str) -> int:
        [[found]] = self.ask(f"SELECT count(*) FROM {question}")
        return int(found)

    def wait_until_all(self, status: str) -> None:
        unfinished = f"segue_enrollment WHERE status != '{status}'"
        wait_until(lambda: self.number(unfinished) == 0, PATIENCE, what=f"every enrollment to be {status}")

    def wait_for_log(self, text: str, times: int = 1) -> None:
        wait_until(lambda: self.log.read_text().count(text) >= times, PATIENCE, what=f"“{text}” in the log")

    def end(self, process: Process) -> int:
        """Ask a process to stop; its exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE)

    def clear(self) -> None:
        """Kill what still runs, children included: each command leads a process group of its own."""
        for process in self.started:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A data directory with an empty database, made once and copied for each test."""
    place = Place(tmp_path_factory.mktemp("migrated"), _new_database() if ON_POSTGRES else "")
    done = place.run("migrate")
    assert done.returncode == 0, done.stderr
    yield place
    if place.database:
        drop_database(place.database)


@pytest.fixture
def place(migrated: Place, tmp_path: Path) -> Iterator[Place]:
    """An empty Segue."""
    found = Place(tmp_path / "segue", _new_database(like=migrated.database) if ON_POSTGRES else "")
    shutil.copytree(migrated.data, found.data)
    yield found
    found.clear()
    if found.database:
        drop_database(found.database)


def _new_database(like: str = "template1") -> str:
    name = f"segue_{uuid4().hex[:12]}"
    create_database(name, like=like)
    return name
