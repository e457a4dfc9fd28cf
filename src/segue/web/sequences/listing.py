"""Settings → Automation and Sequencing → Sequencing: the list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.domain.roles import Permission
from segue.queries.sequences import archived_count, listing
from segue.web.access import MemberRequest, sequences_page


@require_safe
@sequences_page
def sequencing(request: MemberRequest) -> HttpResponse:
    """The sequences in use, or with ?archived=1 those that are not."""
    show_archived = request.GET.get("archived") == "1"
    context = {
        "rows": listing(request.workspace, show_archived),
        "show_archived": show_archived,
        "archived_count": archived_count(request.workspace),
        "may_write": request.member.may(Permission.WRITE_SEQUENCES),
    }
    return render(request, "segue/sequences/list.html", context)
