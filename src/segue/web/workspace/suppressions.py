"""Settings, Suppressions: addresses and domains that no sequence writes to."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.actions.suppress import suppress_by_hand
from segue.actions.unsuppress import unsuppress
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.domain.suppressions import SuppressionReason
from segue.queries.suppressions import get_suppression, suppression_page
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.back import back_to
from segue.web.forms import given, show_problems


class SuppressionForm(forms.Form):
    """What is not to be written to any more."""

    value = forms.CharField(
        label="Email address or domain",
        help_text="A domain such as example.com stands for everybody at it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label="Note",
        required=False,
        help_text="Where it came from, for whoever wonders later.",
        widget=forms.TextInput(attrs={"placeholder": "Asked by phone"}),
    )


@require_safe
@sequences_page
def suppressions(request: MemberRequest) -> HttpResponse:
    """Everybody may look; managers and admins change the list."""
    q = request.GET.get("q", "").replace("\0", "")[:254]
    before = request.GET.get("before", "")
    chosen = request.GET.get("reason", "")
    reason = SuppressionReason(chosen) if chosen in set(SuppressionReason) else None
    page = suppression_page(
        request.workspace, q, reason, int(before) if before.isdecimal() and len(before) < 19 else None
    )
    context = {
        "page": page,
        "q": q,
        "reason": reason,
        "before": before,
        "reasons": list(SuppressionReason),
        "may_change": request.member.may(Permission.SUPPRESS),
        "is_admin": request.member.may(Permission.ADMINISTER),
    }
    return render(request, "segue/workspace/suppressions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.SUPPRESS)
def suppression_new(request: MemberRequest) -> HttpResponse:
    """Put an address or a domain on the list."""
    form = SuppressionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            entry, added = suppress_by_hand(actor(request), given(form, "value"), given(form, "note"), timezone.now())
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            words = "is not written to any more." if added else "was on the list already."
            messages.success(request, f"{entry.value} {words}")
            return redirect("suppressions")
    return render(request, "segue/workspace/suppression_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@sequences_page(Permission.SUPPRESS)
def suppression_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it off the list: sequences may write there again."""
    entry = get_suppression(request.workspace, pk)
    words = f"{entry.value} was taken off the list."
    return back_to(request, "suppressions", lambda: unsuppress(actor(request), entry), words)
