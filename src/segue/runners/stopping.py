"""How a worker is told to stop: by signals."""

import signal
from types import FrameType
from typing import Protocol


class Runner(Protocol):
    """What works until it is told to stop, which a signal handler may do."""

    def run(self) -> None: ...

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None: ...


def stop_on_signals(runner: Runner) -> None:
    """Stop gracefully on SIGTERM and Ctrl-C."""
    signal.signal(signal.SIGTERM, runner.stop)
    signal.signal(signal.SIGINT, runner.stop)
