"""What came in through a mailbox, with the rule that decided what each message is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.models import Inbox
from segue.queries.inbound import received_page
from segue.queries.mailboxes import get_mailbox
from segue.web.access import MemberRequest, member_view


@require_safe
@member_view
def received(request: MemberRequest, pk: int) -> HttpResponse:
    """Newest first, a page at a time."""
    mailbox = get_mailbox(request.workspace, pk)
    before = request.GET.get("before", "")
    page = received_page(mailbox, int(before) if before.isdecimal() and len(before) < 19 else None)
    inbox = Inbox.objects.filter(mailbox=mailbox).first()
    return render(
        request,
        "segue/workspace/received.html",
        {"mailbox": mailbox, "page": page, "before": before, "inbox": inbox},
    )
