"""Today: tasks that are due, enrollments that failed, and what steps did lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from segue.domain.roles import Permission
from segue.queries.activities import ActivityRow, recent
from segue.queries.enrollments import failed
from segue.queries.held_mailboxes import held_mailboxes
from segue.queries.today import due_tasks, has_records, has_sequences, start_of_day
from segue.web.access import MemberRequest, member_view
from segue.web.held import held_notices

MOST_TASKS, MOST_FAILED, MOST_RECENT = 50, 20, 15


@dataclass(frozen=True)
class Guide:
    """How a new workspace begins: what is not there yet, and whether this member can add it."""

    lacks_records: bool
    lacks_sequences: bool
    may_add_sequence: bool


@require_safe
@vary_on_headers("HX-Request")
@member_view
def today(request: MemberRequest) -> HttpResponse:
    """The whole page, or for a live request the part that follows the engine."""
    context = _context(request)
    if request.htmx:
        return render(request, "segue/today/_today.html", context)
    date = timezone.now().astimezone(ZoneInfo(request.workspace.time_zone)).date()
    return render(request, "segue/today/today.html", {**context, "date": date})


def _context(request: MemberRequest) -> dict[str, Any]:
    """One more of each than is shown, so that the page can say there is more without counting."""
    workspace = request.workspace
    now, everyone = timezone.now(), request.GET.get("tasks") == "everyone"
    tasks = due_tasks(workspace, now, MOST_TASKS + 1, of=None if everyone else request.member)
    failures = failed(workspace, MOST_FAILED + 1) if workspace.has_sequences else []
    return {
        "everyone": everyone,
        "tasks": tasks[:MOST_TASKS],
        "groups": _by_day(tasks[:MOST_TASKS], start_of_day(workspace, now)),
        "more_tasks": len(tasks) > MOST_TASKS,
        "failures": failures[:MOST_FAILED],
        "more_failures": len(failures) > MOST_FAILED,
        "held": held_notices(held_mailboxes(workspace), now) if workspace.has_sequences else [],
        "recent": recent(workspace, MOST_RECENT),
        "guide": None if tasks else _guide(request),
    }


def _by_day(tasks: list[ActivityRow], today: datetime) -> list[tuple[str, list[ActivityRow]]]:
    """Overdue (from before today) and Today, without the one that is empty."""
    overdue = [task for task in tasks if task.due_at and task.due_at < today]
    return [pair for pair in (("Overdue", overdue), ("Today", tasks[len(overdue) :])) if pair[1]]


def _guide(request: MemberRequest) -> Guide | None:
    """Shown until there is a record and, where the tier has them, a sequence."""
    workspace = request.workspace
    guide = Guide(
        lacks_records=not has_records(workspace),
        lacks_sequences=workspace.has_sequences and not has_sequences(workspace),
        may_add_sequence=request.member.may(Permission.WRITE_SEQUENCES),
    )
    return guide if guide.lacks_records or guide.lacks_sequences else None
