"""One enrollment in full: every step with what became of it, what comes next and why, and the history."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from segue.domain.refusals import NotFound
from segue.queries.drawer import Drawer, drawer
from segue.web.access import MemberRequest, sequences_page
from segue.web.enrollments.came_in import present_inbound
from segue.web.enrollments.history import present_events
from segue.web.enrollments.live import EVERY, unless_seen
from segue.web.enrollments.rows import present
from segue.web.enrollments.steps import present_steps


@require_safe
@sequences_page
def enrollment(request: MemberRequest, pk: int) -> HttpResponse:
    """In the drawer; by its address alone, a page of its own."""
    is_live = "X-Live" in request.headers
    try:
        context = _context(drawer(request.workspace, pk, timezone.now()), timezone.localtime())
    except NotFound:
        if not is_live:
            raise
        # It is open somewhere and was removed: the drawer says so, and asks no more.
        return render(request, "segue/enrollments/_gone.html")
    if is_live:
        return unless_seen(request, context, lambda: render(request, "segue/enrollments/_drawer.html", context))
    template = "_drawer.html" if request.htmx else "enrollment.html"
    return render(request, f"segue/enrollments/{template}", context)


def _context(opened: Drawer, now: datetime) -> dict[str, Any]:
    """All values, no models: what it says is in its repr."""
    [row] = present([opened.row], now)
    return {
        "row": row,
        "version": opened.version,
        "why": opened.why,
        "steps": present_steps(opened.steps, row),
        "inbound": present_inbound(opened.inbound, opened.row, now.date()),
        "history": present_events(opened.events),
        "every": EVERY,
    }
