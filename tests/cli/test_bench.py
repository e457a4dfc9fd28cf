"""`segue bench email` measures what it says; how fast it is, is for `make bench` to show."""

import json
import subprocess
import sys

import pytest

from segue.bench.sink import MissingProgram, find


def bench(*options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "segue.cli", "bench", "email", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_email() -> None:
    try:
        find("smtp-sink")
    except MissingProgram as missing:
        pytest.skip(str(missing))
    done = bench("--messages", "40", "--connections", "1,3", "--waiting", "25", "--json")
    assert done.returncode == 0, done.stderr
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    sent = [figure for figure in figures if figure["name"].startswith("sent and recorded")]
    assert [figure["name"].partition(", ")[2] for figure in sent] == ["1 connection"] * 2 + ["3 connections"] * 2
    assert all(figure["value"] > 0 and figure["ratio"] > 0 for figure in sent)
    assert figures[-1]["name"].endswith("messages still due")


@pytest.mark.parametrize("wrong", [("--connections", "many"), ("--messages", "0"), ("--connections", "0")])
def test_bad_input_is_named(wrong: tuple[str, str]) -> None:
    done = bench(*wrong)
    assert done.returncode == 2
    assert wrong[0] in done.stderr
    assert "Traceback" not in done.stderr
