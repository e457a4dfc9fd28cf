"""Runs a lane: the part of the work that every runner does alike."""

import threading
import time

import structlog
from django.utils import timezone

from segue.engine.keeping import Unsettled
from segue.engine.tick import tick
from segue.models.away import TROUBLE, in_a_line
from segue.runners.settling import settle_until_written

log = structlog.get_logger("segue.worker")

AFTER_TROUBLE = 1.0  # seconds
LANE_ELSEWHERE = 0.5
# A lane gives way to those that wait after so long; what is left of it soon has its turn again.
LONGEST_RUN = 1.0


def advance_lane(lane: int, stopping: threading.Event) -> None:
    """Run a lane until nothing in it is due, or others should have a turn. What fails is logged, not raised."""
    ends = time.monotonic() + LONGEST_RUN
    try:
        while not stopping.is_set() and time.monotonic() < ends:
            done = tick(lane, timezone.now())
            if done.elsewhere:
                stopping.wait(LANE_ELSEWHERE)
            if not done.more:
                break
            log.info("steps done", lane=lane, inside=done.settled, left=done.left)
    except Unsettled as unsettled:
        settle_until_written(lane, unsettled, stopping)
    except TROUBLE as error:
        log.warning("lane interrupted", lane=lane, error=in_a_line(error))
        stopping.wait(AFTER_TROUBLE)
    except Exception:
        # Leases bring the batch back; the next try must not be at once, or one fault would spin.
        log.exception("lane failed", lane=lane)
        stopping.wait(AFTER_TROUBLE)
