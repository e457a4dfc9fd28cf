"""Named points at which a test can have the worker killed, as a power cut would.

SEGUE_FAULT=after_open kills the process the first time it gets there; after_open:3 the third time.
"""

import os
import signal
from collections import Counter
from enum import StrEnum

from django.conf import settings

_reached: Counter[str] = Counter()


class FaultPoint(StrEnum):
    """The moments between which a batch can be cut in two."""

    AFTER_CLAIM = "after_claim"
    AFTER_OPEN = "after_open"
    AFTER_START = "after_start"
    AFTER_PERFORM = "after_perform"
    BEFORE_COMMIT = "before_commit"
    AFTER_SETTLE = "after_settle"


def reach(point: FaultPoint) -> None:
    """Die here if a test asked for it."""
    if not settings.SEGUE_FAULT:
        return
    name, _, times = settings.SEGUE_FAULT.partition(":")
    _reached[point] += 1
    if name == point and _reached[point] == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
