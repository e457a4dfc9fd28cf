"""The first-run page: the first workspace and its admin. Open only while nobody has an account."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from segue.actions.set_up import SetUp, set_up
from segue.domain.refusals import Conflict, Invalid
from segue.queries.members import is_first_run
from segue.web.forms import TimeZoneField, given, show_problems


def _asked(label: str, missing: str, widget: forms.Widget, **options: Any) -> forms.CharField:
    """A field that has to be filled in, and what is said where it is not."""
    return forms.CharField(label=label, widget=widget, error_messages={"required": missing}, **options)


class SetUpForm(forms.Form):
    """Who are you, and what is your organization called?"""

    workspace_name = _asked(
        "Workspace name", "Give the workspace a name.", forms.TextInput(), help_text="Your team or company."
    )
    time_zone = TimeZoneField(help_text="Send windows and business days follow it. It can be changed later.")
    name = _asked("Your name", "Give your name.", forms.TextInput({"autocomplete": "name"}))
    email = _asked("Your email", "Give your email address.", forms.EmailInput({"autocomplete": "username"}))
    password = _asked(
        "Password",
        "Choose a password.",
        forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 10 characters.",
    )


@sensitive_post_parameters("password")
def setup(request: HttpRequest) -> HttpResponse:
    """The form; once filled in, you are signed in as the admin."""
    if not is_first_run():
        return redirect("today")
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        form.fields["time_zone"].widget.attrs["data-local-zone"] = ""  # the browser knows its own (js/zone.js)
    elif form.is_valid():
        try:
            member = set_up(SetUp(**{name: given(form, name) for name in form.fields}), timezone.now())
        except Conflict:
            return redirect("account_login")
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            login(request, member.user)
            messages.success(request, f"{member.workspace} is ready. Add people, then create a sequence.")
            return redirect("today")
    status = 422 if form.is_bound else 200
    return render(request, "segue/accounts/setup.html", {"form": form}, status=status)
