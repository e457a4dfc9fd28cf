"""What providers post, in the shapes that they document, and the client that posts it."""

import hashlib
import hmac
import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from segue.models import Delivery
from tests.provider.conftest import TOKEN


def post(body: Any, token: str = TOKEN, **headers: str) -> HttpResponse:
    """As a provider posts it: no cookie, no CSRF token."""
    strict = Client(enforce_csrf_checks=True)
    told = strict.post(f"/hooks/mail/{token}/", json.dumps(body), content_type="application/json", headers=headers)
    assert isinstance(told, HttpResponse)
    return told


def post_form(fields: dict[str, str]) -> HttpResponse:
    told = Client(enforce_csrf_checks=True).post(f"/hooks/mail/{TOKEN}/", fields)
    assert isinstance(told, HttpResponse)
    return told


def short(delivery: Delivery) -> str:
    return delivery.message_id.strip("<>").partition("@")[0]


def postmark_bounce(delivery: Delivery, kind: str = "HardBounce") -> dict[str, Any]:
    return {
        "RecordType": "Bounce", "MessageStream": "outbound", "ID": 4323372036854775807, "Type": kind, "TypeCode": 1,
        "Name": "Hard bounce", "Tag": "", "MessageID": delivery.external_id, "Metadata": {"segue": short(delivery)},
        "ServerID": 23, "Description": "The server was unable to deliver your message (ex: unknown user).",
        "Details": "smtp;550 5.1.1 No such user here", "Email": delivery.payload["to"],
        "From": "alice@acme.example", "BouncedAt": "2026-11-23T16:33:54.9070259Z", "DumpAvailable": True,
        "Inactive": True, "CanActivate": True, "Subject": "Hello", "Content": "...",
    }  # fmt: skip


def postmark_complaint(delivery: Delivery) -> dict[str, Any]:
    return postmark_bounce(delivery, "SpamComplaint") | {
        "RecordType": "SpamComplaint", "Description": "", "Details": "Recipient reported it", "ID": 42,
    }  # fmt: skip


def postmark_suppression(delivery: Delivery, reason: str) -> dict[str, Any]:
    return {
        "RecordType": "SubscriptionChange", "MessageID": delivery.external_id, "ServerID": 23,
        "MessageStream": "outbound", "ChangedAt": "2026-11-23T16:34:00Z", "Recipient": delivery.payload["to"],
        "Origin": "Recipient", "SuppressSending": True, "SuppressionReason": reason, "Tag": "",
        "Metadata": {"segue": short(delivery)},
    }  # fmt: skip


def postmark_reply(delivery: Delivery, text: str) -> dict[str, Any]:
    return {
        "FromName": "Ada", "From": "ada@there.example", "MessageStream": "inbound",
        "FromFull": {"Email": "ada@there.example", "Name": "Ada Person", "MailboxHash": ""},
        "To": "alice@acme.example", "Subject": "Re: Hello Ada",
        "ToFull": [{"Email": "alice@acme.example", "Name": "", "MailboxHash": ""}], "CcFull": [], "BccFull": [],
        "OriginalRecipient": "alice@acme.example", "MessageID": "22c74902-a0c1-4511-804f2-341342852c90",
        "ReplyTo": "", "MailboxHash": "", "Date": "Mon, 23 Nov 2026 12:16:11 +0200", "TextBody": text,
        "HtmlBody": "", "StrippedTextReply": "", "Tag": "", "Attachments": [],
        "Headers": [
            {"Name": "Return-Path", "Value": "<ada@there.example>"},
            {"Name": "Message-ID", "Value": "<reply-1@mail.there.example>"},
            {"Name": "In-Reply-To", "Value": delivery.message_id},
            {"Name": "References", "Value": delivery.message_id},
        ],
    }  # fmt: skip


def signed(key: str, token: str = "c8b4bc2c") -> dict[str, str]:
    """Mailgun's signature (https://documentation.mailgun.com, Securing webhooks)."""
    stamp = "1795424034"
    digest = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": digest}


def mailgun_event(delivery: Delivery, key: str, event: str, **more: Any) -> dict[str, Any]:
    return {
        "signature": signed(key),
        "event-data": {
            "event": event, "id": "G9Bn5sl1TC6nu79C8C0bwg", "timestamp": 1795424034.3, "log-level": "error",
            "recipient": delivery.payload["to"], "recipient-domain": "there.example", "tags": [],
            "user-variables": {"segue": short(delivery)}, "flags": {"is-test-mode": False},
            "message": {"headers": {"to": delivery.payload["to"], "message-id": delivery.external_id.strip("<>"),
                                    "from": "alice@acme.example", "subject": "Hello"}, "attachments": [], "size": 867},
            "delivery-status": {"code": 550, "message": "5.1.1 The email account does not exist", "description": ""},
            **more,
        },
    }  # fmt: skip


def mailgun_reply(delivery: Delivery, key: str, text: str) -> dict[str, str]:
    headers = [
        ["From", "Ada Person <ada@there.example>"], ["To", "alice@acme.example"], ["Subject", "Re: Hello Ada"],
        ["Message-Id", "<reply-2@mail.there.example>"], ["In-Reply-To", delivery.external_id],
        ["Date", "Mon, 23 Nov 2026 12:16:11 +0200"],
    ]  # fmt: skip
    return signed(key) | {
        "sender": "ada@there.example", "recipient": "alice@acme.example", "from": "Ada Person <ada@there.example>",
        "subject": "Re: Hello Ada", "body-plain": text, "stripped-text": text, "body-html": "",
        "message-headers": json.dumps(headers),
    }  # fmt: skip
