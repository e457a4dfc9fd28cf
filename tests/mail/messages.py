"""An e-mail's effect for tests of how it is written."""

from typing import Any

from segue.channels.contract import Effect
from segue.domain.deliveries import DeliveryKey
from tests.world import NOW

PAYLOAD = {
    "title": "Hello", "mailbox": 1, "from": "alice@acme.example", "from_name": "Alice", "to": "ada@there.example",
    "to_name": "Ada", "subject": "Hello", "body": "Hi.\n", "html": "<p>Hi.</p>", "in_reply_to": "", "references": [],
    "attachments": [], "unsubscribe": "",
}  # fmt: skip


def an_effect(**payload: Any) -> Effect:
    """A message from Alice to Ada, ordinary but for what is given."""
    key = DeliveryKey(1, 2, 1)
    return Effect(1, 1, key, key.message_id("acme.example", "0a1b2c3d"), "token", PAYLOAD | payload, NOW)
