"""Signing in and out and changing the password: allauth's views (with its rate limits) in our pages."""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from segue.domain.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from segue.queries.members import is_first_run
from segue.web.access import MemberRequest, member_view

# By POST; a GET asks first.
sign_out = LogoutView.as_view(template_name="segue/accounts/sign_out.html")
_change_password = PasswordChangeView.as_view(
    template_name="segue/accounts/password.html", success_url=reverse_lazy("profile")
)


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """E-mail and password. While nobody has an account, the set-up page instead."""
    if is_first_run():
        return redirect("setup")
    demo = {"accounts": DEMO_ACCOUNTS, "password": DEMO_PASSWORD} if settings.SEGUE_DEMO else None
    view = LoginView.as_view(template_name="segue/accounts/sign_in.html", extra_context={"demo": demo})
    response: HttpResponseBase = view(request)
    return response


@member_view
def change_password(request: MemberRequest) -> HttpResponseBase:
    """One's own password; the old one is asked for."""
    response: HttpResponseBase = _change_password(request)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's rate limit was reached."""
    return render(request, "segue/accounts/too_many.html", status=429)
