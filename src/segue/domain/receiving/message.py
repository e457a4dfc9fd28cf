"""A message that came in, as far as the rules look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# The headers that say how a message came about.
TELLING = (
    "auto-submitted", "list-id", "precedence", "x-auto-response-suppress", "x-autoreply", "x-autorespond",
    "x-autoresponder",
)  # fmt: skip


@dataclass(frozen=True)
class RecipientReport:
    """What a delivery status notification says of one recipient (RFC 3464 §2.3)."""

    action: str
    status: str
    diagnostic: str
    address: str
    original_address: str = ""


@dataclass(frozen=True)
class Guess:
    """Whom a bounce without a standard report is about, by its wording."""

    permanent: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """`headers` are those of TELLING, values decoded and on one line; `references` has the newest first.

    `text` is all of it as plain text; `returned_ids` are the Message-IDs of the messages it brings back.
    """

    message_id: str
    sender: str
    subject: str = ""
    recipients: tuple[str, ...] = ()
    date: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    text: str = ""
    report_type: str = ""
    reports: tuple[RecipientReport, ...] = ()
    returned_ids: tuple[str, ...] = ()
    guess: Guess | None = None
    complained_about: str = ""

    def header(self, name: str) -> str:
        """The value of a header, "" where there is none."""
        return self.headers.get(name, "")
