"""Settings, Members: who is here, who is invited, and for admins inviting, roles and removal."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from segue.actions.change_member import change_role, remove_member
from segue.actions.invite import Invited, invite
from segue.actions.withdraw_invitation import withdraw_invitation
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Permission, Role
from segue.queries.members import get_invitation, get_member, members_of, open_invitations
from segue.web.access import MemberRequest, actor, member_view
from segue.web.back import back_to
from segue.web.forms import given, show_problems

ROLES = (
    (Role.MEMBER, "Member: enrolls records, works tasks"),
    (Role.MANAGER, "Manager: also writes sequences"),
    (Role.ADMIN, "Admin: also changes settings and members"),
)


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.CharField(label="Email", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(choices=[(role.value, label) for role, label in ROLES])


class RoleForm(forms.Form):
    """The role a member gets."""

    role = forms.ChoiceField(choices=[(role.value, role.label) for role in Role])


@member_view
def members(request: MemberRequest) -> HttpResponse:
    """Everybody sees who is here; an admin can invite from here, too."""
    if request.method == "POST":
        return _invite(request)
    return _show(request, InviteForm())


def _invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    actor(request).require(Permission.ADMINISTER)
    if not form.is_valid():
        return _show(request, form)
    try:
        invited = invite(actor(request), given(form, "email"), Role(given(form, "role")), timezone.now())
    except Invalid as refusal:
        show_problems(form, refusal)
    except Conflict as refusal:
        form.add_error("email", str(refusal))
    else:
        return _show(request, InviteForm(), invited)
    return _show(request, form)


def _show(request: MemberRequest, form: InviteForm, invited: Invited | None = None) -> HttpResponse:
    link = reverse("invitation", args=[invited.token]) if invited else ""
    context = {
        "form": form,
        "members": members_of(request.workspace),
        "invitations": open_invitations(request.workspace, timezone.now()),
        "invited": invited and invited.invitation,
        "replaces": invited and invited.replaces,
        "link": request.build_absolute_uri(link) if link else "",
        "roles": list(Role),
        "may_change": request.member.may(Permission.ADMINISTER),
    }
    response = render(request, "segue/workspace/members.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)  # the link is shown once: not again by the Back button
    return response


@require_POST
@member_view(Permission.ADMINISTER)
def member_role(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = get_member(request.workspace, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Invalid({"role": ["Choose one of the roles."]})
    role = Role(given(form, "role"))
    words = f"{member} is now {role.label}."
    return back_to(request, "members", lambda: change_role(actor(request), member, role), words)


@require_POST
@member_view(Permission.ADMINISTER)
def member_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """End a membership."""
    member = get_member(request.workspace, pk)
    words = f"{member} was removed."
    return back_to(request, "members", lambda: remove_member(actor(request), member, timezone.now()), words)


@require_POST
@member_view(Permission.ADMINISTER)
def invitation_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a link useless."""
    found = get_invitation(request.workspace, pk)
    words = f"The invitation of {found.email} is withdrawn."
    return back_to(request, "members", lambda: withdraw_invitation(actor(request), found, timezone.now()), words)
