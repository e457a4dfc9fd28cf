"""A worker is killed again and again while mail leaves through a server that misbehaves; the server's log is the judge.

The short form of `segue bench crash`.
"""

import json
import subprocess
import sys

import pytest

from tests.faults.place import ON_POSTGRES

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(ON_POSTGRES, reason="on SQLite; for Postgres there is test_chaos.py"),
]
# One in ten of the hundred is refused, or lost on the way (`segue.bench.crash.MOODS`).
MOODY = 10


def test_killed_while_mail_leaves() -> None:
    command = [sys.executable, "-m", "segue.cli", "bench", "crash", "--messages", "100", "--kills", "5", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    figures = {figure["name"]: figure["value"] for figure in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stderr
    assert figures["kills"] == 5
    assert figures["in flight"] > 0
    assert figures["taken"] >= 100 - figures["in flight"] - MOODY
    assert {name: figures[name] for name in ("message ids twice", "steps twice", "unaccounted", "unexplained")} == {
        "message ids twice": 0, "steps twice": 0, "unaccounted": 0, "unexplained": 0,
    }  # fmt: skip
