"""Runs a program for as long as the process lives that asked for it: `python -m segue.bench.tied PARENT PROGRAM …`.

A measurement that is killed cannot stop what it started.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

LOOK_EVERY = 0.5  # seconds
LONGEST_GOODBYE = 10.0


def tied(command: Sequence[str]) -> list[str]:
    """The command that runs this one, tied to this process."""
    return [sys.executable, "-m", "segue.bench.tied", str(os.getpid()), *command]


def _run(parent: int, command: Sequence[str]) -> int:
    program = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches the program, too
    while os.getppid() == parent:
        try:
            return program.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            continue
    program.terminate()
    try:
        return program.wait(LONGEST_GOODBYE)
    except subprocess.TimeoutExpired:
        program.kill()
        return program.wait()


if __name__ == "__main__":
    sys.exit(_run(int(sys.argv[1]), sys.argv[2:]))
