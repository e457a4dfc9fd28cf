"""anymail's readers of what each provider posts, made from a mailbox's own settings."""

import json
from dataclasses import dataclass
from typing import Any

import requests
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoInboundWebhookView, BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView, MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView, MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView, PostmarkTrackingWebhookView
from anymail.webhooks.resend import ResendInboundWebhookView, ResendTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridInboundWebhookView, SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView, SparkPostTrackingWebhookView

from segue.domain.receiving.decoding import known_charset
from segue.web.hooks.bounded import BoundedMessage

TIMEOUT = 10.0  # seconds, where a provider posts a note and the message has to be fetched


class _BrevoInbound(BrevoInboundWebhookView):
    def _fetch_attachment(self, attachment: dict[str, Any]) -> AnymailInboundMessage:
        """Nothing is fetched: files of replies are not kept."""
        return BoundedMessage.construct_attachment(attachment["ContentType"], b"", filename=attachment["Name"])


class _SendGridInbound(SendGridInboundWebhookView):
    def message_from_sendgrid_parsed(self, request: Any) -> AnymailInboundMessage:
        """The charsets that a message claims are posted beside it, and anymail decodes by whatever they are."""
        posted = request.POST.copy()
        if "charsets" in posted:
            claimed = json.loads(posted["charsets"])
            posted["charsets"] = json.dumps({name: known_charset(str(value)) for name, value in claimed.items()})
        request.POST = posted
        return super().message_from_sendgrid_parsed(request)


class _ResendInbound(ResendInboundWebhookView):
    def _fetch_inbound_email(self, email_id: str) -> AnymailInboundMessage:
        """anymail's waits without an end, and fetches the files too."""
        response = requests.get(
            f"{self.api_url}emails/receiving/{email_id}",
            headers={"Authorization": f"Bearer {self.api_key}"},
            timeout=TIMEOUT,
        )
        response.raise_for_status()
        data = response.json()
        return BoundedMessage.construct(
            from_email=data.get("from"),
            to=", ".join(data.get("to") or []) or None,
            subject=data.get("subject"),
            headers=[*_headers(data), ("Message-ID", data.get("message_id") or f"<{email_id}@resend.invalid>")],
            text=data.get("text"),
            html=data.get("html"),
        )


def _headers(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Those that `construct` is not told otherwise."""
    told = {"from", "to", "subject", "message-id"}
    return [(name, str(value)) for name, value in (data.get("headers") or {}).items() if name.lower() not in told]


@dataclass(frozen=True)
class Views:
    """Of one provider. `signing_key` is the option that `reports` (and, if so, `replies`) are signed with."""

    reports: type[AnymailBaseWebhookView]
    replies: type[AnymailBaseWebhookView]
    signing_key: str = ""
    signs_replies: bool = False


VIEWS: dict[str, Views] = {
    "brevo": Views(BrevoTrackingWebhookView, _BrevoInbound),
    "mailgun": Views(MailgunTrackingWebhookView, MailgunInboundWebhookView, "webhook_signing_key", signs_replies=True),
    "mailjet": Views(MailjetTrackingWebhookView, MailjetInboundWebhookView),
    "postmark": Views(PostmarkTrackingWebhookView, PostmarkInboundWebhookView),
    "resend": Views(ResendTrackingWebhookView, _ResendInbound, "signing_secret", signs_replies=True),
    "sendgrid": Views(SendGridTrackingWebhookView, _SendGridInbound, "tracking_webhook_verification_key"),
    "sparkpost": Views(SparkPostTrackingWebhookView, SparkPostInboundWebhookView),
}


def make(view: type[AnymailBaseWebhookView], options: dict[str, str]) -> Any:
    """The reader. anymail warns of webhooks without a password; ours have one in their address."""
    quiet = property(lambda self: False, lambda self, value: None)
    return type(view.__name__, (view,), {"warn_if_no_basic_auth": quiet})(webhook_secret=[], **options)
