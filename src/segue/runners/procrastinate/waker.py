"""Sleeps until something is due or announced, then has the lanes concerned run. Procrastinate only polls for times."""

from datetime import datetime

from django.utils import timezone

from segue.models.heartbeat import beat_every
from segue.queries.lanes import due_lanes, next_due
from segue.runners.procrastinate.jobs import defer_lanes, lanes_with, nudge

LONGEST_SLEEP = 5.0  # seconds; in case that a call got lost
SOONEST_LOOK = 0.1
LATEST_LOOK = 1.0


class Waker:
    """Each worker has one; all of them do the same, and it does no harm."""

    def __init__(self) -> None:
        self._look_again = SOONEST_LOOK

    def turn(self, now: datetime) -> float:
        """Have due lanes run. Returns how long to sleep."""
        due = set(due_lanes(now))
        unserved = due - lanes_with("doing") if due else due
        if unserved:
            self._have_run(unserved)
            pause, self._look_again = self._look_again, min(LATEST_LOOK, 2 * self._look_again)
            return pause
        self._look_again = SOONEST_LOOK
        soonest = next_due(after=now)
        longest = min(LONGEST_SLEEP, beat_every().total_seconds())
        return longest if soonest is None else min(longest, (soonest - timezone.now()).total_seconds())

    def _have_run(self, lanes: set[int]) -> None:
        waiting = lanes_with("todo")
        if lanes - waiting:
            defer_lanes(lanes - waiting)
        # Procrastinate rings for a new job, but not when the one ahead of it with the same lock is over; and a ring
        # that comes while a worker asks for jobs can be lost. Where all workers are busy this changes nothing.
        if lanes & waiting:
            nudge()
