"""Settings, Ledger: proof that nothing left twice and nothing was lost."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from segue.domain.deliveries import DeliveryState
from segue.domain.roles import Permission
from segue.queries.ledger import verify
from segue.web.access import MemberRequest, member_view

# The name of each state in the books, and what it means.
_WORDS = {
    DeliveryState.READY: ("Prepared", "Written down, to be tried in a moment"),
    DeliveryState.OPEN: ("Leaving", "Being tried right now"),
    DeliveryState.SENT: ("Sent", "Taken by the other side"),
    DeliveryState.FAILED: ("Refused", "The other side said no: it did not leave"),
    DeliveryState.UNKNOWN: ("Unclear", "May or may not have left: a person decides"),
    DeliveryState.NOT_TRIED: ("Held back", "Not tried: the record was stopped, or the mailbox waits"),
}


@member_view(Permission.ADMINISTER)
def ledger(request: MemberRequest) -> HttpResponse:
    """The claims and whether they hold, checked while the page is made."""
    report = verify(timezone.now(), request.workspace)
    totals = [(*_WORDS[state], number) for state, number in report.totals.items()]
    return render(request, "segue/workspace/ledger.html", {"report": report, "totals": totals})
