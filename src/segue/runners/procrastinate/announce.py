"""What happens on Postgres when work is announced: its lanes are deferred, in the same transaction."""

from collections.abc import Collection
from typing import Any

from segue.runners.procrastinate.ear import call
from segue.runners.procrastinate.jobs import defer_lanes


def on_work_coming(lanes: Collection[int], **_: Any) -> None:
    """Rolled back, it leaves no job; committed, it starts at once."""
    if lanes:
        defer_lanes(lanes)
    # Also where lanes were deferred: one may have been passed over, or a job that waited was taken before the commit.
    call()
