"""Settings, General: the workspace's name, time zone, footer and tier; and switching to another workspace."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from segue.actions.change_workspace import WorkspaceSettings, change_workspace
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.domain.tiers import Tier
from segue.queries.members import memberships_of
from segue.web.access import MemberRequest, actor, member_view
from segue.web.forms import TimeZoneField, given, show_problems
from segue.web.middleware.workspace import SESSION_KEY


class WorkspaceForm(forms.Form):
    """The settings of a workspace."""

    name = forms.CharField(label="Name")
    time_zone = TimeZoneField(help_text="Send windows and business days follow it.")
    mail_footer = forms.CharField(
        label="Footer of every email",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Plain text: who you are and your postal address. The law asks for it in many countries, such as "
        "CAN-SPAM in the United States.",
    )
    tier = forms.ChoiceField(choices=[(tier.value, tier.label) for tier in Tier])


@member_view(Permission.ADMINISTER)
def workspace_settings(request: MemberRequest) -> HttpResponse:
    """For admins only."""
    now = request.workspace
    initial = {"name": now.name, "time_zone": now.time_zone, "tier": now.tier, "mail_footer": now.mail_footer}
    form = WorkspaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        settings = WorkspaceSettings(
            given(form, "name"), given(form, "time_zone"), Tier(given(form, "tier")), given(form, "mail_footer")
        )
        try:
            change_workspace(actor(request), settings)
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            messages.success(request, "Workspace saved.")
            return redirect("workspace-settings")
    return render(request, "segue/workspace/general.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@member_view
def switch_workspace(request: MemberRequest) -> HttpResponse:
    """To another workspace one is a member of."""
    chosen = request.POST.get("workspace", "")
    mine = {str(member.workspace_id) for member in memberships_of(request.member.user)}
    if chosen not in mine:
        raise NotFound("You are not a member of that workspace.")
    request.session[SESSION_KEY] = int(chosen)
    return redirect("today")
