"""Settings, Ledger: proof that nothing left twice and nothing was lost."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from segue.domain.roles import Permission
from segue.queries.ledger import verify
from segue.web.access import MemberRequest, member_view


@member_view(Permission.ADMINISTER)
def ledger(request: MemberRequest) -> HttpResponse:
    """The claims and whether they hold, checked while the page is made."""
    report = verify(timezone.now(), request.workspace)
    totals = [(state.label, number) for state, number in report.totals.items()]
    return render(request, "segue/workspace/ledger.html", {"report": report, "totals": totals})
