"""Reports and replies come to one address: which of them a post holds."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest


def holds_replies(provider: str, request: HttpRequest) -> bool:
    """Whether it brings messages that came in. Raises ValueError for what is no JSON where it has to be."""
    if provider in _AS_FORMS:
        return request.content_type != "application/json" and "event" not in request.POST
    found = json.loads(request.body)
    first = found[0] if isinstance(found, list) and found else found
    return isinstance(first, dict) and _IS_REPLY[provider](first)


_AS_FORMS = {"mailgun", "sendgrid"}  # post replies as forms, reports as JSON
_IS_REPLY: dict[str, Callable[[dict[str, Any]], bool]] = {
    "brevo": lambda item: "items" in item,
    "mailjet": lambda item: "event" not in item,
    "postmark": lambda item: item.get("RecordType", "Inbound") == "Inbound",
    "resend": lambda item: item.get("type") == "email.received",
    "sparkpost": lambda item: "relay_message" in (item.get("msys") or {}),
}
