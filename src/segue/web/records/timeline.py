"""The tab Timeline: everything done and to be done with a record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.domain.records import RecordType
from segue.queries.activities import timeline
from segue.queries.records import get_record
from segue.web.access import MemberRequest, member_view
from segue.web.records.cursor import cursor
from segue.web.records.datasheet import head_context


@require_safe
@member_view
def show(request: MemberRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Newest first, a page at a time."""
    record = get_record(request.workspace, record_type, pk)
    before = cursor(request, "before")
    context = {**head_context(record, "timeline"), "page": timeline(record, before), "before": before}
    return render(request, "segue/records/timeline.html", context)
