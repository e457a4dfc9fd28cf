"""What came of deliveries and could not be written down: tried again until the database takes it."""

import contextlib
import threading
import time

import structlog
from django.db import connection
from django.utils import timezone

from segue.engine.keeping import Unsettled
from segue.models.away import TROUBLE, in_a_line

log = structlog.get_logger("segue.worker")

FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0  # seconds
# So long a worker that is to stop still tries. Who supervises it must not be kept waiting for ever.
AT_THE_END = 10.0


def settle_until_written(lane: int, unsettled: Unsettled, stopping: threading.Event) -> None:
    """The lane waits meanwhile. Returns once it is written, or once the worker has to go."""
    log.warning("what left could not be written down; trying again", lane=lane, error=_cause(unsettled))
    wait, ends = FIRST_WAIT, float("inf")
    while time.monotonic() < ends:
        if stopping.wait(wait):
            ends = min(ends, time.monotonic() + AT_THE_END)
            time.sleep(wait)
        wait = min(LONGEST_WAIT, 2 * wait)
        if _is_written(unsettled):
            log.info("what left is written down", lane=lane)
            return
    log.error("what left is not written down; it may show as “may or may not have left”", lane=lane)


def _is_written(unsettled: Unsettled) -> bool:
    with contextlib.suppress(*TROUBLE):
        connection.close()  # of before the trouble, most likely
    try:
        unsettled.settle(timezone.now())
    except TROUBLE:
        return False
    return True


def _cause(unsettled: Unsettled) -> str:
    return in_a_line(unsettled.__cause__ or unsettled)
