"""A measurement that is killed: what it started ends by itself, and the next one deletes what is left."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.test_worker import is_running
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc"),
]

COMMAND = [sys.executable, "-m", "segue.cli", "bench"]
SMALL = ("enroll", "--records", "10")
PATIENCE = 60
TIES = """
import subprocess
from segue.bench.tied import tied
program = subprocess.Popen(tied(["sleep", "600"]))
print(program.pid, flush=True)
program.wait()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory for temporary files with a short name, as sockets need."""
    place = Path(tempfile.mkdtemp(prefix="sb-"))
    yield place
    shutil.rmtree(place, ignore_errors=True)


def bench(place: Path, *options: str) -> "subprocess.Popen[str]":
    environment, pipe = os.environ | {"TMPDIR": str(place)}, subprocess.PIPE
    return subprocess.Popen([*COMMAND, *options], env=environment, stdout=pipe, stderr=pipe, text=True)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def told(words: bytes) -> list[int]:
    """Processes with these words in their command."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            if words in command.read_bytes():
                found.append(int(command.parent.name))
    return found


def test_killed_it_leaves_nothing_for_long(place: Path) -> None:
    with bench(place, "chaos", "--enrollments", "20000") as killed:
        assert killed.stderr
        assert "enrolled, the workers at work" in killed.stderr.readline()
        workers = told(f"work\0--parent\0{killed.pid}".encode())
        killed.kill()
    assert len(workers) == 3
    wait_until(lambda: not any(map(is_running, workers)), PATIENCE, what="the workers to end")
    assert told(bytes(place))  # Postgres is its own master
    with bench(place, *SMALL) as following:
        _, words = following.communicate(timeout=PATIENCE)
    assert words.count("deleted what a measurement left that was killed") == 2
    assert told(bytes(place)) == []
    assert list(place.glob("segue-bench-*")) == []


def test_one_that_lives_is_left_alone(place: Path) -> None:
    with bench(place, "crash", "--messages", "200", "--kills", "50") as alive:
        assert alive.stderr
        assert "kills" in alive.stderr.readline()
        theirs = set(place.glob("segue-bench-*"))
        with bench(place, *SMALL) as other:
            _, words = other.communicate(timeout=PATIENCE)
        assert "deleted what" not in words
        assert set(place.glob("segue-bench-*")) == theirs
        alive.terminate()
        alive.communicate(timeout=PATIENCE)
    assert list(place.glob("segue-bench-*")) == []


@pytest.mark.parametrize("ends", ["itself", "its parent"])
def test_a_program_ends_with_the_one_that_it_is_tied_to(ends: str) -> None:
    with subprocess.Popen([sys.executable, "-c", TIES], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        between = int(parent.stdout.readline())
        wait_until(lambda: len(children_of(between)) == 1, PATIENCE, what="the program to run")
        [program] = children_of(between)
        os.kill(between if ends == "itself" else parent.pid, signal.SIGTERM)
        wait_until(lambda: not is_running(program), PATIENCE, what="the program to end")
    wait_until(lambda: not is_running(between), PATIENCE, what="the one between to end")
