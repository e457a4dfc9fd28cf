"""From anymail's events to what the actions take."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from segue.domain.naming import without_hidden
from segue.domain.receiving.decoding import storable
from segue.domain.receiving.mail_report import MailReport
from segue.domain.receiving.message import Received
from segue.domain.receiving.parse import parse

# The metadata under which each message carries its own name (segue.channels.provider.message).
NAME = "segue"


def report_of(event: Any, provider: str) -> MailReport:
    """A report on one message; `provider` is what people call it."""
    raw = event.esp_event if isinstance(event.esp_event, dict) else {}
    ours = str((event.metadata or {}).get(NAME, ""))
    words = " ".join(filter(None, [_text(event.mta_response), _text(event.description)]))
    facts = (event.event_type, event.message_id, event.recipient, event.timestamp, words)
    return MailReport(
        provider=provider,
        event=_text(event.event_type),
        key=hashlib.sha256(repr(facts).encode()).hexdigest()[:32],
        names=tuple(filter(None, [ours, _text(event.message_id)])),
        address=_text(event.recipient).lower()[:254],
        reason=_reason(raw, _text(event.reject_reason)),
        words=words,
        soft=any(is_soft(raw) for is_soft in _SOFT),
        at=event.timestamp,
    )


def received_of(event: Any) -> Received:
    """A message that came in. One without a Message-ID gets one that is the same each time it is posted."""
    message = event.message
    received = parse(message.as_bytes())
    if message["Message-ID"]:
        return received
    facts = (event.event_id, message["From"], message["Date"], message["Subject"], received.text)
    return replace(received, message_id=f"<{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}@hook.invalid>")


def _text(value: object) -> str:
    return "" if value is None else without_hidden(storable(str(value))).strip()


def _reason(raw: dict[str, Any], reason: str) -> str:
    if raw.get("event") == "bounce" and raw.get("type") == "blocked":
        return "blocked"  # SendGrid
    return "bounced" if _resend_bounce(raw).get("type") == "Permanent" else reason


def _resend_bounce(raw: dict[str, Any]) -> dict[str, Any]:
    data = raw.get("data")
    bounce = data.get("bounce") if isinstance(data, dict) else None
    return bounce if isinstance(bounce, dict) else {}


def _sparkpost_class(raw: dict[str, Any]) -> str:
    inner = raw.get("msys")
    events: list[Any] = list(inner.values()) if isinstance(inner, dict) else []
    return next((str(event.get("bounce_class", "")) for event in events if isinstance(event, dict)), "")


_SOFT: tuple[Callable[[dict[str, Any]], bool], ...] = (
    lambda raw: raw.get("Type") == "SoftBounce",  # Postmark
    lambda raw: raw.get("event") == "soft_bounce",  # Brevo
    lambda raw: raw.get("event") == "bounce" and raw.get("hard_bounce") is False,  # Mailjet
    lambda raw: _resend_bounce(raw).get("type") == "Transient",
    lambda raw: _sparkpost_class(raw) in {"1", "20", "21", "22", "23", "24", "40", "70"},  # its names for soft ones
)
