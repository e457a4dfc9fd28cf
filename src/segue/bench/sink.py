"""Postfix's smtp-sink: a mail server that takes everything and keeps nothing, faster than anything measured here."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from segue.bench.missing import MissingProgram
from segue.bench.tied import tied

_PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def find(program: str) -> str:
    """Where one of Postfix's programs is. Raises MissingProgram."""
    found = shutil.which(program, path=_PLACES)
    if found is None:
        raise MissingProgram(f"This needs {program}, which comes with Postfix (Debian: apt install postfix).")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def smtp_sink() -> Iterator[int]:
    """Run it on a port of its own, which is given."""
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen(tied([find("smtp-sink"), *user, f"127.0.0.1:{port}", "200"]))
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)  # between two looks
        else:
            return
    raise MissingProgram("smtp-sink did not start.")
