"""Deliveries: one attempt at an effect outside the database, and the Message-ID made from it."""

import re
from dataclasses import dataclass
from enum import StrEnum


class DeliveryState(StrEnum):
    """READY is written well before the attempt, OPEN just before it; the others say what came of it."""

    READY = "ready"
    OPEN = "open"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_TRIED = "not_tried"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


# How many leases an attempt by SMTP may take: a server may think for minutes before it answers (RFC 5321 §4.5.3.2.6).
OPEN_FOR = 5

# Nothing has come of these yet.
UNFINISHED = (DeliveryState.READY, DeliveryState.OPEN)


@dataclass(frozen=True)
class DeliveryKey:
    """What makes a delivery unique: no effect happens twice for one of these."""

    enrollment_id: int
    step_id: int
    attempt: int

    def message_id(self, host: str, tag: str) -> str:
        """The Message-ID (RFC 5322 §3.6.4), made from the key so that an answer leads back to it.

        `tag` differs between workspaces, so that two installations never call different messages the same.
        """
        return f"<segue.{self.enrollment_id}.{self.step_id}.{self.attempt}.{tag}@{host}>"

    @property
    def idempotency_key(self) -> str:
        """The webhook-id (Standard Webhooks): the same for every attempt of a step, so receivers can tell."""
        return f"msg_{self.enrollment_id}_{self.step_id}"


_MESSAGE_ID = re.compile(r"<segue\.(\d{1,19})\.(\d{1,19})\.(\d{1,9})\.[0-9a-f]+@[^>]+>")


def key_of(message_id: str) -> DeliveryKey | None:
    """The delivery a Message-ID was made from, or None for one that is not ours."""
    match = _MESSAGE_ID.fullmatch(message_id)
    return DeliveryKey(*map(int, match.groups())) if match else None
