"""`segue bench` measures what it says, cleans up, and asks in words for what it lacks. How fast is for `make bench`."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from segue.bench.figures import Figure, at_most, beside
from segue.bench.missing import MissingProgram
from segue.bench.sink import find

COMMAND = [sys.executable, "-m", "segue.cli", "bench"]
KEYS = {"name", "value", "unit", "yardstick", "yardstick_value", "ratio", "target", "met"}


def bench(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=120, check=False)


def test_email() -> None:
    try:
        find("smtp-sink")
    except MissingProgram as missing:
        pytest.skip(str(missing))
    done = bench("email", "--messages", "40", "--connections", "1,3", "--waiting", "25", "--json")
    assert done.returncode == 0, done.stderr
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(figure.keys() == KEYS for figure in figures)
    sent = [figure for figure in figures if figure["name"].startswith("sent and recorded")]
    assert [figure["name"].partition(", ")[2] for figure in sent] == ["1 connection"] * 2 + ["3 connections"] * 2
    assert all(figure["value"] > 0 and figure["ratio"] > 0 for figure in sent)
    assert figures[-1]["name"].endswith("messages still due")
    assert "Python" in done.stderr
    assert "SQLite" in done.stderr


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (("email", "--connections", "many"), "--connections"),
        (("email", "--messages", "0"), "--messages"),
        (("email", "--connections", "0"), "--connections"),
        (("growth", "--sleeping", "10,many"), "--sleeping"),
        (("engine", "--database", "mysql"), "--database"),
        (("engine", "--database", "mysql://here/there"), "--database"),
    ],
)
def test_bad_input_is_named(wrong: tuple[str, ...], named: str) -> None:
    done = bench(*wrong)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_said_in_words() -> None:
    done = bench("engine", "--database", "postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 2
    assert "No database can be made there" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [*COMMAND, "crash", "--messages", "200", "--kills", "50"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        assert "kills" in running.stderr.readline()  # a worker is there, and is killed
        assert list(tmp_path.glob("segue-bench-*"))
        running.send_signal(signal.SIGINT)
        _, words = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Stopped" in words
    assert "Traceback" not in words
    assert not list(tmp_path.glob("segue-bench-*"))


def test_a_figure_knows_whether_it_is_good_enough() -> None:
    assert beside("engine", 50, "steps/s", "raw", 100, least=0.5) == Figure(
        "engine", 50, "steps/s", "raw", 100, "ratio ≥ 0.5", met=True
    )
    assert beside("engine", 49, "steps/s", "raw", 100, least=0.5).met is False
    assert at_most("memory", 201, "MB", 200) == Figure("memory", 201, "MB", target="≤ 200 MB", met=False)
    assert Figure("alone", 3, "s").ratio is None
