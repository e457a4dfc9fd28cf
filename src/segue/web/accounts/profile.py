"""One's own name and password."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from segue.actions.change_profile import change_profile
from segue.domain.refusals import Invalid
from segue.web.access import MemberRequest, member_view
from segue.web.forms import given, show_problems


class ProfileForm(forms.Form):
    """The address is how one signs in; it stays."""

    name = forms.CharField(
        label="Name",
        help_text="What colleagues see, in every workspace you are in.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


@member_view
def profile(request: MemberRequest) -> HttpResponse:
    """The name to change; the password is a page of its own."""
    user = request.member.user
    form = ProfileForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if form.is_bound and form.is_valid():
        try:
            change_profile(user, given(form, "name"))
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            messages.success(request, "Profile saved.")
            return redirect("profile")
    return render(request, "segue/accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)
