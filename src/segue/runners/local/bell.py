"""Wakes sleeping workers of this machine: each listens on a datagram socket that is named after the database.

A lost ring does no harm: a worker looks by itself every few seconds.
"""

import contextlib
import hashlib
import os
import selectors
import socket
import tempfile
from pathlib import Path

from django.conf import settings

# A socket's path has 103 characters at most (sun_path in unix(7), on macOS), of which 13 are for a name in it.
# So it is not beside the database.
LONGEST_DIRECTORY = 90


def ring() -> None:
    """Wake every worker on this machine that works on this database."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for path in _directory().glob("*.bell"):
            try:
                sender.sendto(b"!", str(path))
            except (ConnectionRefusedError, FileNotFoundError):
                path.unlink(missing_ok=True)  # left by a worker that died
            except OSError:
                continue  # most likely full of rings it did not hear yet, so it will wake


class Bell:
    """A worker's own bell. Use as a context manager."""

    def __init__(self) -> None:
        self._path = _directory() / f"{os.getpid()}.bell"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> "Bell":
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        self._path.unlink(missing_ok=True)
        self._socket.bind(str(self._path))
        self._socket.setblocking(False)
        self._selector.register(self._socket, selectors.EVENT_READ)
        return self

    def __exit__(self, *error: object) -> None:
        self._selector.close()
        self._socket.close()
        self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others ring there too
            self._path.parent.rmdir()

    def ring_own(self) -> None:
        """Wake this worker, from another thread or a signal handler."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.sendto(b"!", str(self._path))

    def sleep(self, seconds: float) -> None:
        """Sleep until the bell rings, at most this long."""
        if self._selector.select(timeout=max(0.0, seconds)):
            with contextlib.suppress(BlockingIOError):
                while self._socket.recv(64):
                    pass


def _directory() -> Path:
    database = hashlib.sha256(str(settings.DATABASES["default"]["NAME"]).encode()).hexdigest()[:16]
    name = f"segue-{os.getuid()}-{database}"
    own = Path(tempfile.gettempdir(), name)
    return own if len(str(own)) <= LONGEST_DIRECTORY else Path("/tmp", name)  # noqa: S108  # made for its owner only
