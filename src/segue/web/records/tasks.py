"""Tasks: adding one by hand, and completing or dismissing one on the Datasheet or on Today."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from segue.actions.add_task import add_task
from segue.actions.complete_task import complete_task
from segue.actions.dismiss_task import dismiss_task
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid, NotFound
from segue.models import Activity, Record, Workspace
from segue.queries.activities import get_activity
from segue.queries.records import get_record
from segue.web.access import MemberRequest, actor, member_view
from segue.web.enrollments.answers import done

END_OF_WORK = time(17)
FARTHEST = timedelta(days=3650)


@require_POST
@member_view
def complete(request: MemberRequest, pk: int) -> HttpResponse:
    """Complete a task, here or on Today. A sequence that waited for it goes on."""
    activity = _task(request, pk)
    complete_task(actor(request), activity, timezone.now(), request.POST.get("outcome", ""))
    return _closed(request, activity, f"Done: {activity.title}")


@require_POST
@member_view
def dismiss(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a task that nobody is to do any more."""
    activity = _task(request, pk)
    dismiss_task(actor(request), activity, timezone.now())
    return _closed(request, activity, f"Dismissed: {activity.title}")


def _task(request: MemberRequest, pk: int) -> Activity:
    activity = get_activity(request.workspace, pk)
    if activity is None:
        raise NotFound("There is no such task in this workspace.")
    return activity


def _closed(request: MemberRequest, activity: Activity, words: str) -> HttpResponse:
    if request.htmx:
        return done(words)
    messages.success(request, words)
    return redirect(activity.record.type, activity.record_id)


@require_http_methods(["GET", "POST"])
@member_view
def add(request: MemberRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """The dialog for a to-do; POST adds it."""
    record = get_record(request.workspace, record_type, pk)
    if request.method != "POST":
        return _dialog(request, record, due=str(timezone.now().astimezone(_zone(request.workspace)).date()))
    title, due = request.POST.get("title", ""), request.POST.get("due", "")
    try:
        add_task(actor(request), record, title, _due_at(due, request.workspace), timezone.now())
    except Invalid as refusal:
        return _dialog(request, record, title=title, due=due, problems=refusal.problems, status=422)
    if request.htmx:
        return done("To-do added.", closes="dialog")
    messages.success(request, "To-do added.")
    return redirect(record.type, record.pk)


def _due_at(text: str, workspace: Workspace) -> datetime:
    """The end of the working day of that date, on the workspace's clock."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or abs(day - timezone.now().date()) > FARTHEST:
        raise Invalid({"due": ["Give the day it is due, like 2026-12-24."]})
    return datetime.combine(day, END_OF_WORK, tzinfo=_zone(workspace)).astimezone(UTC)


def _zone(workspace: Workspace) -> ZoneInfo:
    return ZoneInfo(workspace.time_zone)


def _dialog(request: MemberRequest, record: Record, status: int = 200, **shown: object) -> HttpResponse:
    return render(request, "segue/records/_task_form.html", {"record": record, **shown}, status=status)
