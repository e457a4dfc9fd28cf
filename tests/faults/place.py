"""A place with a database of its own, and the processes that work on it. Shared by the tests of faults and commands."""

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

import pytest

from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds; a machine that runs many tests at once is slow, not wrong

Process = subprocess.Popen[str]


@dataclass
class Place:
    """A data directory; what is started here is stopped when the test ends."""

    data: Path
    started: list[Process] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")}
        plain.pop("DATABASE_URL", None)
        own = {"SEGUE_DATA_DIR": str(self.data), "DJANGO_SETTINGS_MODULE": "segue.config.settings"}
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
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database, made once and copied for each test."""
    place = Place(tmp_path_factory.mktemp("migrated"))
    done = place.run("migrate")
    assert done.returncode == 0, done.stderr
    return place.data


@pytest.fixture
def place(migrated: Path, tmp_path: Path) -> Iterator[Place]:
    """An empty Segue."""
    found = Place(tmp_path / "segue")
    shutil.copytree(migrated, found.data)
    yield found
    found.clear()
