"""When a temporary error is tried again by itself: 30 s, 1, 2, 4 min after, then a person decides.

Exponential back-off with jitter, as in "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015),
with the spread taken from the enrollment so that a decision can be repeated.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from segue.domain.errors import StepError
from segue.domain.outcome import Permanent, Temporary, Unknown

MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)


@dataclass(frozen=True)
class RetryDecision:
    """Try again at `at`; or, where that is None, fail with `error`."""

    at: datetime | None
    error: StepError


def decide_retry(outcome: Temporary | Permanent | Unknown, attempt: int, spread: int, now: datetime) -> RetryDecision:
    """What follows attempt number `attempt` (1 is the first). `spread` is any number that differs between records."""
    if not isinstance(outcome, Temporary) or attempt >= MOST_ATTEMPTS:
        return RetryDecision(None, outcome.error)
    wait = FIRST_WAIT * 2 ** (attempt - 1)
    return RetryDecision(now + wait * (1 + (spread * 37 % 100) / 400), outcome.error)
