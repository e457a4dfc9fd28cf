"""Keeps a worker process running beside the web server."""

import os
import subprocess
import sys
import threading

import structlog

log = structlog.get_logger("segue.serve")

BEFORE_RESTART = 1.0  # seconds
LONGEST_GOODBYE = 30.0


class WorkerProcess:
    """A worker that is started again when it dies, until this context ends."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._process = self._start()
        self._watcher = threading.Thread(target=self._watch, name="worker-watcher", daemon=True)

    def __enter__(self) -> "WorkerProcess":
        self._watcher.start()
        return self

    def __exit__(self, *error: object) -> None:
        with self._starting:
            self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(LONGEST_GOODBYE)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "segue.cli", "work", "--parent", str(os.getpid())]
        # Its own session, so that Ctrl-C reaches it once, from us, and not also from the terminal.
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603

    def _watch(self) -> None:
        while not self._stopping.is_set():
            code = self._process.wait()
            if self._stopping.wait(BEFORE_RESTART):
                return
            with self._starting:
                if not self._stopping.is_set():
                    log.warning("worker ended; starting it again", code=code)
                    self._process = self._start()
