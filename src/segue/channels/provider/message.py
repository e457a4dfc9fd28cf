"""A delivery as anymail takes it. No line break gets into a header; the rest is the provider's to write."""

from collections.abc import Mapping
from email.headerregistry import Address
from typing import Any

from django.core.mail import EmailMultiAlternatives

from segue.channels.contract import Effect
from segue.channels.mail.compose import File
from segue.channels.mail.headers import one_line
from segue.domain.addresses import ascii_address

NAME = "segue"  # of the value by which a report leads back to its delivery

# These give each message a Message-ID of their own: Mailjet refuses another, Brevo takes custom headers only.
_OWN_MESSAGE_ID = {"brevo", "mailjet"}
# These can be told, message by message, to leave links as they are and not to look when it is opened.
_TRACKS = {"mailgun", "mailjet", "postmark", "sendgrid", "sparkpost"}
_EXTRA_HEADERS = {"postmark": {"X-PM-KeepID": "true"}}  # it replaces the Message-ID otherwise


def message_for(effect: Effect, provider: str, files: Mapping[int, File], names: Mapping[str, str]) -> Any:
    """The message of a delivery. `names` are what the provider called earlier ones, by our Message-ID.

    Raises KeyError where a file is gone, ValueError for an address that no header can hold.
    """
    payload = effect.payload
    message = EmailMultiAlternatives(
        subject=one_line(payload["subject"]),
        body=payload["body"],
        from_email=_mailbox(payload["from_name"], payload["from"]),
        to=[_mailbox(payload["to_name"], payload["to"])],
        headers=_headers(effect, provider, names),
    )
    if payload["html"]:
        message.attach_alternative(payload["html"], "text/html")
    for file in (files[i] for i in payload["attachments"]):
        message.attach(file.name, file.data, file.content_type)
    more: dict[str, object] = {"metadata": {NAME: short_name(effect.message_id)}}
    if provider in _TRACKS:
        more |= {"track_opens": False, "track_clicks": False}
    vars(message).update(more)  # anymail reads these from the message
    return message


def short_name(message_id: str) -> str:
    """A Message-ID without its host: Postmark keeps 80 characters at most."""
    return message_id.strip("<>").partition("@")[0]


def _mailbox(name: str, address: str) -> str:
    local, _, domain = ascii_address(one_line(address)).rpartition("@")
    return str(Address(one_line(name), local, domain))


def _headers(effect: Effect, provider: str, names: Mapping[str, str]) -> dict[str, str]:
    payload = effect.payload
    headers = dict(_EXTRA_HEADERS.get(provider, {}))
    if provider not in _OWN_MESSAGE_ID:
        headers["Message-ID"] = effect.message_id
    if answered := payload["in_reply_to"]:
        headers["In-Reply-To"] = names.get(answered, answered)
        headers["References"] = " ".join(names.get(i, i) for i in payload["references"])
    if link := payload["unsubscribe"]:
        headers["List-Unsubscribe"] = f"<{link}>"
        if link.startswith("https:"):  # as RFC 8058 asks
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
