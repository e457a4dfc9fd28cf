"""Waits for a condition, never for a time."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], seconds: float = 20, *, what: str = "it") -> None:
    """Ask until it is so; AssertionError, naming `what`, when it is not after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)  # between two looks, not instead of one
