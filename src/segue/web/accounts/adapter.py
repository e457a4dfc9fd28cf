"""Signing in is allauth's; accounts come only from first-run set-up and invitations."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

_SAID_BY_THE_PAGE = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    """Closes allauth's own sign-up, and keeps it from announcing what anybody can see."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **options: Any
    ) -> None:
        if message_template not in _SAID_BY_THE_PAGE:
            super().add_message(request, level, message_template, *rest, **options)
