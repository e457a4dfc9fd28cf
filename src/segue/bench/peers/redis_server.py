"""A Redis of its own: without a file, as fast as it gets, on a socket nobody else knows."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segue.bench.missing import MissingProgram
from segue.bench.tied import tied


@contextmanager
def own_redis(data: Path) -> Iterator[str]:
    """Its address. Raises MissingProgram."""
    program = shutil.which("redis-server")
    if program is None:
        raise MissingProgram("Celery needs redis-server (Debian: apt install redis-server).")
    socket = data / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--daemonize", "no", "--dir", str(data)]
    process = subprocess.Popen(tied([program, *options]), stdout=subprocess.DEVNULL)
    try:
        _wait_for(socket)
        yield f"redis+socket://{socket}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(socket: Path) -> None:
    for _ in range(100):
        if socket.exists():
            return
        time.sleep(0.05)  # between two looks
    raise MissingProgram("redis-server did not start.")
