"""The Datasheet of a record: cards of facts, and beside them what is to be done and what was done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from segue.domain.records import Field, RecordType
from segue.models import Record, Workspace
from segue.queries.activities import notes, open_tasks, timeline
from segue.queries.fields import field_set
from segue.queries.record_choices import count_people_of, people_of
from segue.queries.records import get_record, tags_of
from segue.web.access import MemberRequest, member_view
from segue.web.enrollments.card import card_context

MOST_TASKS, MOST_RECENT, MOST_NOTES, MOST_PEOPLE = 20, 8, 3, 10


@require_safe
@vary_on_headers("HX-Request")
@member_view
def show(request: MemberRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """The whole page, or for a live request the part that follows the engine."""
    record = get_record(request.workspace, record_type, pk)
    if request.htmx:
        return render(request, "segue/records/_work.html", {"record": record, **work_context(record)})
    context = {
        **head_context(record, "datasheet"),
        **work_context(record),
        **notes_context(record),
        **card_context(record, request),
        "facts": _facts(request.workspace, record),
    }
    if record_type is RecordType.COMPANY:
        context |= {"people": people_of(record, MOST_PEOPLE), "people_count": count_people_of(record)}
    return render(request, "segue/records/datasheet.html", context)


def head_context(record: Record, tab: str) -> dict[str, Any]:
    """What the head of each of a record's pages shows."""
    return {"record": record, "record_type": RecordType(record.type), "tags": tags_of(record), "tab": tab}


def work_context(record: Record) -> dict[str, Any]:
    """What the cards Tasks and Recent activity show."""
    return {"tasks": open_tasks(record, MOST_TASKS), "recent": timeline(record, size=MOST_RECENT)}


def notes_context(record: Record) -> dict[str, Any]:
    """What the card Notes shows."""
    return {"notes": notes(record, size=MOST_NOTES)}


def _facts(workspace: Workspace, record: Record) -> list[tuple[Field, str]]:
    """Built-in fields always, so that one sees what is missing; the workspace's own where they are filled."""
    fields = [f for f in field_set(workspace).of(RecordType(record.type)).values() if f.key not in _IN_HEAD]
    pairs = [(f, getattr(record, f.key) if f.built_in else record.fields.get(f.key, "")) for f in fields]
    return [(field, text) for field, text in pairs if field.built_in or text]


_IN_HEAD = {"name", "first_name", "last_name"}
