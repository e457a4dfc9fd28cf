"""Reads what a provider posted: whether it is from there, and what it says."""

from dataclasses import dataclass
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from django.http import HttpRequest
from standardwebhooks import Webhook, WebhookVerificationError

from segue.domain.mailboxes import ProviderSettings
from segue.web.hooks.kinds import holds_replies
from segue.web.hooks.views import VIEWS, Views, make


class NotSigned(Exception):
    """It does not carry the signature it should."""


@dataclass(frozen=True)
class Posted:
    """anymail's events, which are the same for all providers."""

    events: list[Any]
    are_replies: bool


def read(request: HttpRequest, settings: ProviderSettings) -> Posted:
    """Raises NotSigned; for what cannot be read whatever anymail does."""
    views = VIEWS[settings.name]
    are_replies = holds_replies(settings.name, request)
    key = settings.options.get(views.signing_key)
    secret = key.get_secret_value() if key and (views.signs_replies or not are_replies) else ""
    if secret and settings.name == "resend":
        _check_resend(request, secret)
    view = make(views.replies if are_replies else views.reports, _options(settings, views, secret))
    if secret and settings.name != "resend":
        try:
            view.run_validators(request)
        except AnymailWebhookValidationFailure as error:
            raise NotSigned(str(error)) from error
    return Posted(view.parse_events(request), are_replies)


def _options(settings: ProviderSettings, views: Views, secret: str) -> dict[str, str]:
    """What anymail's view asks for: what fetches a reply, and the key it checks signatures with."""
    wanted = {"brevo": ("api_key", "api_url"), "resend": ("api_key", "api_url")}.get(settings.name, ())
    options = {name: settings.options[name].get_secret_value() for name in wanted if name in settings.options}
    if settings.name == "mailgun":
        options[views.signing_key] = secret  # it must have one, also where nothing is checked
    elif settings.name == "sendgrid" and secret:
        options[views.signing_key] = secret
    return options


def _check_resend(request: HttpRequest, secret: str) -> None:
    """As Standard Webhooks, by the names that headers had before: anymail asks for a package of its own for it."""
    headers = {f"webhook-{name}": request.headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")}
    try:
        Webhook(secret).verify(request.body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError) as error:
        raise NotSigned(str(error)) from error
