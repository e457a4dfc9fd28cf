"""Workers are killed and Postgres is restarted while mail leaves; the mail server's log is the judge.

The short form of `segue bench chaos`.
"""

import json
import subprocess
import sys

import pytest

from tests.faults.place import ON_POSTGRES

pytestmark = [
    pytest.mark.faults,
    pytest.mark.conformance,
    pytest.mark.skipif(not ON_POSTGRES, reason="it brings its own Postgres; once, among the tests on Postgres"),
]


def test_workers_die_and_postgres_restarts_while_mail_leaves() -> None:
    order = ["--enrollments", "300", "--kills", "3", "--restarts", "1", "--lease", "3", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "segue.cli", "bench", "chaos", *order],
        capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    figures = {figure["name"]: figure for figure in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stderr
    assert (figures["workers killed"]["value"], figures["restarts of Postgres"]["value"]) == (3, 1)
    assert figures["completed"]["value"] > 0
    assert figures["messages taken"]["value"] >= figures["completed"]["value"]
    judged = {name: figure["value"] for name, figure in figures.items() if figure["target"]}
    assert len(judged) == 6
    assert not any(judged.values()), judged
