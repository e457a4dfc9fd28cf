"""The tab Notes, and adding a note there or on the Datasheet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from segue.actions.add_note import add_note
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.models import Record
from segue.queries.activities import notes
from segue.queries.records import get_record
from segue.web.access import MemberRequest, actor, member_view
from segue.web.records.cursor import cursor
from segue.web.records.datasheet import head_context, notes_context


@require_http_methods(["GET", "POST"])
@member_view
def show(request: MemberRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """The notes of a record; POST adds one."""
    record = get_record(request.workspace, record_type, pk)
    return _add(request, record) if request.method == "POST" else _page(request, record)


def _add(request: MemberRequest, record: Record) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        add_note(actor(request), record, text, timezone.now())
    except Invalid as refusal:
        return _answer(request, record, text=text, problem=str(refusal), status=422)
    if not request.htmx:
        messages.success(request, "Note added.")
        return redirect(f"{record.type}-notes", record.pk)
    return _answer(request, record, toast="Note added.")


def _answer(request: MemberRequest, record: Record, status: int = 200, **said: str) -> HttpResponse:
    if not request.htmx:
        return _page(request, record, status, **said)
    context = {"record": record, **notes_context(record), **said}
    return render(request, "segue/records/_notes_card.html", context, status=status)


def _page(request: MemberRequest, record: Record, status: int = 200, **said: str) -> HttpResponse:
    before = cursor(request, "before")
    context = {**head_context(record, "notes"), "page": notes(record, before), "before": before, **said}
    return render(request, "segue/records/notes.html", context, status=status)
