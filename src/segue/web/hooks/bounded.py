"""The messages that anymail makes of what providers post, read with the bounds that hold for those read by IMAP.

anymail's readers of posts have no setting for the class of their messages, so it is put in their modules' place.
"""

from typing import Any

from anymail.inbound import AnymailInboundMessage
from anymail.webhooks import brevo, mailgun, mailjet, postmark, resend, sendgrid, sparkpost

from segue.domain.receiving.mime import message_of
from segue.domain.receiving.short_headers import SHORT_HEADERS


class BoundedMessage(AnymailInboundMessage):
    """Python's newer policy, which anymail's has, takes the square of a header's length, and folds all of them anew."""

    def __init__(self, policy: object = None) -> None:
        super().__init__(policy=SHORT_HEADERS)

    @classmethod
    def parse_raw_mime(cls, s: str) -> Any:
        """A message as it was sent."""
        return message_of(s.encode("utf-8", "surrogateescape"), cls)


for _module in (brevo, mailgun, mailjet, postmark, resend, sendgrid, sparkpost):
    vars(_module)["AnymailInboundMessage"] = BoundedMessage
