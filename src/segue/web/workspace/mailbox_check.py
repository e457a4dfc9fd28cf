"""Settings, Mailboxes: Test connection, and Send test."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from segue.actions.check_connection import check_connection
from segue.actions.send_test_mail import SampleMail, send_test_mail
from segue.domain.outcome import NotTried, Outcome, Sent
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Permission
from segue.models import Mailbox
from segue.queries.mailboxes import get_mailbox
from segue.web.access import MemberRequest, actor, member_view
from segue.web.forms import given, show_problems
from segue.web.workspace.mailbox_edit import edit_form, new_form
from segue.web.workspace.mailbox_fields import Asked
from segue.web.workspace.mailbox_form import MailboxForm

SUBJECT = "A test from Segue"
TEXT = "This message came through the mailbox {name}. Its settings work."


@require_POST
@member_view(Permission.ADMINISTER)
def mailbox_check_new(request: MemberRequest, kind: str) -> HttpResponse:
    """With what stands in the form of a new mailbox."""
    return _check(request, *new_form(request, kind))


@require_POST
@member_view(Permission.ADMINISTER)
def mailbox_check(request: MemberRequest, pk: int) -> HttpResponse:
    """With what stands in the form, or (from the list, where there is none) with what is saved."""
    mailbox = get_mailbox(request.workspace, pk)
    return _check(request, mailbox, edit_form(request, mailbox) if "address" in request.POST else None)


def _check(request: MemberRequest, mailbox: Mailbox, form: MailboxForm | None) -> HttpResponse:
    checks = []
    if form is None or form.is_valid():
        try:
            checks = check_connection(actor(request), mailbox, form.changes if form else {})
        except Invalid as refusal:
            assert form is not None
            form.show(refusal)
    problems = _in_words(form) if form else []
    context = {
        "checks": checks,
        "problems": problems,
        "ok": bool(checks) and all(check.ok for check in checks),
        "doubtful": any(check.doubtful for check in checks),
    }
    return render(request, "segue/workspace/_mailbox_checks.html", context, status=422 if problems else 200)


def _in_words(form: MailboxForm) -> list[str]:
    """What is to be put right first, with the name of its field."""
    labels = {name: field.label for name, field in form.fields.items()}
    found = form.errors.as_data()
    return [
        f"{labels.get(name, 'Settings')}: {' '.join(map(str, error))}" for name, own in found.items() for error in own
    ]


class SendTestForm(forms.Form):
    """Where to."""

    to = Asked(label="To", widget=forms.EmailInput(attrs={"autocomplete": "off"}))


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Permission.ADMINISTER)
def mailbox_send_test(request: MemberRequest, pk: int) -> HttpResponse:
    """A dialog: asks where to, and shows what the server said."""
    mailbox = get_mailbox(request.workspace, pk)
    form = SendTestForm(request.POST if request.method == "POST" else None, initial={"to": request.member.user.email})
    context: dict[str, object] = {"mailbox": mailbox, "form": form}
    if form.is_bound and form.is_valid():
        mail = SampleMail(given(form, "to"), SUBJECT, TEXT.format(name=mailbox.name))
        try:
            context |= _told(send_test_mail(actor(request), mailbox, mail, timezone.now()))
        except Invalid as refusal:
            show_problems(form, refusal)
        except Conflict as refusal:
            form.add_error(None, str(refusal))
    return render(request, "segue/workspace/_mailbox_send_test.html", context, status=422 if form.errors else 200)


def _told(outcome: Outcome) -> dict[str, object]:
    if isinstance(outcome, Sent):
        return {"receipt": outcome.receipt or "It was taken."}
    if isinstance(outcome, NotTried):
        return {"failed": "The mailbox took no mail just now. Try again in a moment."}
    return {"error": outcome.error}
