"""The page behind an invitation link: join with the account one has, or with a new one."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from segue.actions.accept_invitation import accept_invitation, accept_with_new_account
from segue.domain.invitations import InvitationState
from segue.domain.refusals import Invalid
from segue.models import Invitation, Member
from segue.queries.members import find_invitation, has_account
from segue.web.forms import given, show_problems
from segue.web.middleware.workspace import SESSION_KEY


class JoinForm(forms.Form):
    """What a new account needs; the address is the invited one."""

    name = forms.CharField(label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        strip=False,
        help_text="At least 10 characters.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An open invitation offers to join; any other says what became of it."""
    found = find_invitation(token)
    state = found.state(timezone.now())
    if state is not InvitationState.OPEN:
        return render(request, "segue/accounts/invitation_over.html", {"invitation": found, "state": state}, status=410)
    if request.user.is_authenticated:
        return _join_as_user(request, found)
    if has_account(found.email):
        return _show(request, found, None)
    return _join_as_newcomer(request, found)


def _join_as_user(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method != "POST" or not request.user.is_authenticated:
        return _show(request, found, None)
    return _welcome(request, accept_invitation(found, request.user, timezone.now()))


def _join_as_newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = accept_with_new_account(found, given(form, "name"), given(form, "password"), timezone.now())
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            login(request, member.user)
            return _welcome(request, member)
    return _show(request, found, form)


def _welcome(request: HttpRequest, member: Member) -> HttpResponse:
    request.session[SESSION_KEY] = member.workspace_id
    messages.success(request, f"Welcome to {member.workspace}.")
    return redirect("today")


def _show(request: HttpRequest, found: Invitation, form: JoinForm | None) -> HttpResponse:
    status = 422 if form and form.is_bound else 200
    return render(request, "segue/accounts/invitation.html", {"invitation": found, "form": form}, status=status)
