"""Settings, Mailboxes: adding a mailbox and changing one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from segue.actions.add_mailbox import add_mailbox
from segue.actions.change_mailbox import change_mailbox
from segue.domain.mail_presets import PRESETS
from segue.domain.providers import PROVIDERS
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.models import Mailbox
from segue.models.mailbox import MailboxKind
from segue.queries.mailboxes import get_mailbox
from segue.web.access import MemberRequest, actor, member_view
from segue.web.workspace.mailbox_form import MailboxForm, kind_of, provider_of


@member_view(Permission.ADMINISTER)
def mailbox_kinds(request: MemberRequest) -> HttpResponse:
    """How is mail to leave?"""
    return render(request, "segue/workspace/mailbox_kinds.html", {"providers": PROVIDERS.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Permission.ADMINISTER)
def mailbox_new(request: MemberRequest, kind: str) -> HttpResponse:
    """A new mailbox of this kind."""
    mailbox, form = new_form(request, kind)
    if form.is_bound and form.is_valid():
        try:
            added = add_mailbox(actor(request), mailbox.kind, form.changes, timezone.now())
        except Invalid as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"{added.name} is added. Send a test to see whether mail arrives.")
            return redirect("mailboxes")
    return _page(request, form, {"mailbox": mailbox, "slug": kind, "is_new": True})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Permission.ADMINISTER)
def mailbox_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything about it but its kind."""
    mailbox = get_mailbox(request.workspace, pk)
    form = edit_form(request, mailbox)
    if form.is_bound and form.is_valid():
        try:
            change_mailbox(actor(request), mailbox, form.changes, timezone.now())
        except Invalid as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Mailbox saved. What waited for it goes on at once.")
            return redirect("mailboxes")
    return _page(request, form, {"mailbox": mailbox})


def new_form(request: MemberRequest, slug: str) -> tuple[Mailbox, MailboxForm]:
    """An unsaved mailbox of the kind, and its form; or NotFound."""
    found = kind_of(slug)
    if found is None:
        raise NotFound("There is no such kind of mailbox.")
    kind, provider = found
    mailbox = Mailbox(workspace=request.workspace, kind=kind)
    return mailbox, MailboxForm(mailbox, provider, request.POST if request.method == "POST" else None)


def edit_form(request: MemberRequest, mailbox: Mailbox) -> MailboxForm:
    return MailboxForm(mailbox, provider_of(mailbox), request.POST if request.method == "POST" else None)


def _page(request: MemberRequest, form: MailboxForm, context: dict[str, object]) -> HttpResponse:
    if form.is_bound:
        form.ask_again()
    presets = PRESETS if form.kind is MailboxKind.SMTP else ()
    context |= {"form": form, "presets": presets, "provider": form.provider, "hook_url": _hook_url(form.mailbox)}
    return render(request, "segue/workspace/mailbox.html", context, status=422 if form.is_bound else 200)


def _hook_url(mailbox: Mailbox) -> str:
    """Where its provider reports to; "" for a mailbox without one, and for one that is not added yet."""
    if not mailbox.hook_token:
        return ""
    return settings.SEGUE_PUBLIC_URL.rstrip("/") + reverse("mail-hook", args=[mailbox.hook_token])
