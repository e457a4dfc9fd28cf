"""The Outbox of a mailbox of that kind: what left, to be read here."""

from django.http import HttpResponse
from django.shortcuts import render

from segue.queries.mailboxes import get_mailbox, get_message, outbox_page
from segue.web.access import MemberRequest, member_view


@member_view
def outbox(request: MemberRequest, pk: int) -> HttpResponse:
    """What left through this mailbox, newest first, a page at a time."""
    mailbox = get_mailbox(request.workspace, pk)
    q = request.GET.get("q", "")[:254]
    before = request.GET.get("before", "")
    page = outbox_page(mailbox, q, int(before) if before.isdecimal() and len(before) < 19 else None)
    context = {"mailbox": mailbox, "page": page, "q": q, "before": before}
    return render(request, "segue/workspace/outbox.html", context)


@member_view
def outbox_message(request: MemberRequest, pk: int) -> HttpResponse:
    """One message as it left."""
    return render(request, "segue/workspace/message.html", {"message": get_message(request.workspace, pk)})
