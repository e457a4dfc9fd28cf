"""Settings, Webhooks: the secret that webhook steps are signed with, and how a receiver checks it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from segue.actions.rotate_webhook_secret import rotate_webhook_secret
from segue.domain.roles import Permission
from segue.web.access import MemberRequest, actor, member_view


@member_view(Permission.ADMINISTER)
def webhooks(request: MemberRequest) -> HttpResponse:
    """The secret is on the page, behind a button."""
    response = render(request, "segue/workspace/webhooks.html")
    add_never_cache_headers(response)
    return response


@require_POST
@member_view(Permission.ADMINISTER)
def webhooks_rotate(request: MemberRequest) -> HttpResponse:
    """From now on the new secret signs."""
    rotate_webhook_secret(actor(request))
    messages.success(request, "There is a new signing secret. Give it to your receivers.")
    return redirect("webhooks")
