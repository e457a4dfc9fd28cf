"""The lists of people and of companies."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from segue.domain.records import RecordType
from segue.queries.records import MOST_SORTED, page
from segue.web.access import MemberRequest, member_view
from segue.web.records.cursor import cursor

LONGEST_QUERY = 200


@require_safe
@vary_on_headers("HX-Request")
@member_view
def record_list(request: MemberRequest, record_type: RecordType) -> HttpResponse:
    """A page of records, or the table alone for the search field."""
    q = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    after = cursor(request, "after")
    context = {
        "record_type": record_type,
        "page": page(request.workspace, record_type, q, after),
        "q": q,
        "after": after,
        "most_sorted": f"{MOST_SORTED:,}",
    }
    only_table = request.htmx and not request.htmx.history_restore_request
    return render(request, "segue/records/_table.html" if only_table else "segue/records/list.html", context)
