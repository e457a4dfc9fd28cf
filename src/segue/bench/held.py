"""Directories of a measurement: locked while it lives, so that the next one can tell what a killed one has left."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "segue-bench-"
LOCK = ".held"


@contextmanager
def held_directory(prefix: str = "") -> Iterator[Path]:
    """A new directory, deleted afterwards. Its name is short: the path of a socket in it has about 100 characters."""
    lock, name = tempfile.mkstemp(prefix=PREFIX + prefix, suffix=LOCK)
    # The lock ends with this process, however that ends; what it starts does not inherit it.
    fcntl.flock(lock, fcntl.LOCK_EX)
    directory = Path(name.removesuffix(LOCK))
    directory.mkdir(mode=0o700)
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)
        Path(name).unlink(missing_ok=True)
        os.close(lock)


def left_directories() -> Iterator[Path]:
    """Directories whose process is gone; each is deleted after its turn."""
    for name in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*{LOCK}")):
        with suppress(OSError), name.open("r+b") as lock:  # gone meanwhile, or somebody else's
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            directory = name.with_suffix("")
            yield directory
            shutil.rmtree(directory, ignore_errors=True)
            name.unlink(missing_ok=True)
