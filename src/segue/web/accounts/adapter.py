"""Signing in is allauth's; accounts come only from first-run set-up and invitations."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes allauth's own sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
