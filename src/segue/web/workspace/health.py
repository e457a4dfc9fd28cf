"""Settings, Health: whether workers are alive, and what waits."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from segue.domain.holds import Hold
from segue.domain.roles import Permission
from segue.queries.health import MOST_COUNTED, Health, LaneRow, WorkerRow, health_of, is_for_good
from segue.web.access import MemberRequest, member_view

EVERY = 2  # seconds
HOLDS = {
    Hold.PACE: "its pace",
    Hold.LIMIT: "a limit of the mailbox",
    Hold.TROUBLE: "trouble with the mailbox",
    Hold.PAUSED: "a person",
}


@member_view(Permission.ADMINISTER)
def health(request: MemberRequest) -> HttpResponse:
    """The page, or (live) the part of it that changes."""
    now = timezone.now()
    found = health_of(request.workspace, now)
    context = {
        "health": found,
        "stats": _stats(found),
        "workers": [(worker, _ago(worker)) for worker in found.workers],
        "lanes": [(lane, _count(lane), _late(lane.late), _hold(lane, now)) for lane in found.lanes],
        "oldest": _late(found.oldest),
        "every": EVERY,
    }
    name = "_health" if request.htmx else "health"
    return render(request, f"segue/workspace/{name}.html", context)


def _stats(health: Health) -> list[tuple[str, str, str, bool]]:
    """Each number: its name, itself, what it means, and whether it is bad."""
    stats = [
        ("Workers", str(health.alive), "alive, on all machines", health.alive == 0),
        ("Due now", f"{health.due:,}", "steps to be carried out, in this workspace", False),
        ("Oldest", _late(health.oldest) or "–", "how late the oldest step is that could run", health.is_late),
        ("Lanes held", str(health.held), "wait for a limit, a pace, trouble or a person", False),
    ]
    if jobs := health.jobs:
        stats += [
            ("Jobs", f"{jobs.running:,}", f"running; {jobs.waiting:,} waiting for a worker", False),
            ("Stalled jobs", f"{jobs.stalled:,}", "of a silent worker: others take over", jobs.stalled > 0),
        ]
    return stats


def _ago(worker: WorkerRow) -> str:
    return "just now" if worker.silent_for < timedelta(seconds=1) else f"{_span(worker.silent_for)} ago"


def _late(late: timedelta | None) -> str:
    """In so many words, or empty where nothing is late."""
    return "" if late is None else _span(late)


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _count(lane: LaneRow) -> str:
    return f"more than {MOST_COUNTED:,}" if lane.has_more else f"{lane.due:,}"


def _hold(lane: LaneRow, now: datetime) -> str:
    """What holds it and for how long yet; empty where nothing does."""
    if lane.held_until is None:
        return ""
    why = HOLDS.get(lane.hold, "its mailbox")
    return f"Held by {why}" if is_for_good(lane.held_until) else f"Held by {why}, {_span(lane.held_until - now)} more"
