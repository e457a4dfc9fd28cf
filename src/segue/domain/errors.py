"""The catalogue of everything that can go wrong with a step: code, plain sentence, what to do, and its class.

docs/errors.md lists the same codes; a test compares the two.
"""

from dataclasses import dataclass
from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable codes: shown in the page, returned by the API, stored on the enrollment."""

    MISSING_VALUE = "missing_value"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    TEMPLATE_ERROR = "template_error"
    NO_MAILBOX = "no_mailbox"
    OUTCOME_UNKNOWN = "outcome_unknown"
    UNKNOWN_FIELD = "unknown_field"
    BAD_VALUE = "bad_value"
    WEBHOOK_BAD_ADDRESS = "webhook_bad_address"
    WEBHOOK_PRIVATE_ADDRESS = "webhook_private_address"
    WEBHOOK_UNREACHABLE = "webhook_unreachable"
    WEBHOOK_BUSY = "webhook_busy"
    WEBHOOK_REJECTED = "webhook_rejected"
    MAILBOX_LOGIN = "mailbox_login"
    MAILBOX_UNREACHABLE = "mailbox_unreachable"
    MAILBOX_QUOTA = "mailbox_quota"
    MAILBOX_REFUSED = "mailbox_refused"
    RECIPIENT_DEFERRED = "recipient_deferred"
    RECIPIENT_REJECTED = "recipient_rejected"
    MESSAGE_REJECTED = "message_rejected"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    ATTACHMENT_MISSING = "attachment_missing"
    INTERNAL_ERROR = "internal_error"

    @property
    def entry(self) -> "CatalogueEntry":
        return CATALOGUE[self]

    @property
    def is_of_mailbox(self) -> bool:
        """Whether it keeps the mailbox as a whole from working."""
        return self.value.startswith("mailbox_")


@dataclass(frozen=True)
class CatalogueEntry:
    """What a person reads about an error."""

    title: str
    advice: str
    quotes_server: bool = False
    """Whether the detail is another server's words, shown as such; else it is a sentence of Segue's."""

    @property
    def advice_here(self) -> str:
        """For who has the settings of the mailbox in front of them."""
        return self.advice.replace(" under Settings, Mailboxes", "")


CATALOGUE: dict[ErrorCode, CatalogueEntry] = {
    ErrorCode.MISSING_VALUE: CatalogueEntry(
        "A merge field has no value",
        "Fill the field on the record, or give the merge field a fallback in the step, then Retry.",
    ),
    ErrorCode.NO_ADDRESS: CatalogueEntry(
        "The record has no email address", "Add an email address to the record, then Retry."
    ),
    ErrorCode.BAD_ADDRESS: CatalogueEntry(
        "The email address is not valid", "Correct the email address on the record, then Retry."
    ),
    ErrorCode.TEMPLATE_ERROR: CatalogueEntry(
        "The text of the step cannot be filled in", "Correct the step and publish it, then Retry."
    ),
    ErrorCode.NO_MAILBOX: CatalogueEntry(
        "There is no mailbox to send from", "Add a mailbox under Settings, Mailboxes, then Retry."
    ),
    ErrorCode.OUTCOME_UNKNOWN: CatalogueEntry(
        "It may or may not have left",
        "Segue lost touch while it was leaving and does not send twice by itself. Look whether it arrived; "
        "Retry sends it again.",
    ),
    ErrorCode.UNKNOWN_FIELD: CatalogueEntry(
        "The field to update does not exist", "Add the field under Settings, Fields, or change the step, then Retry."
    ),
    ErrorCode.BAD_VALUE: CatalogueEntry(
        "The field cannot take this value", "Change the value in the step or on the record, then Retry."
    ),
    ErrorCode.WEBHOOK_BAD_ADDRESS: CatalogueEntry(
        "The webhook address is not usable", "Correct the address in the step: it must start with https:// or http://."
    ),
    ErrorCode.WEBHOOK_PRIVATE_ADDRESS: CatalogueEntry(
        "The webhook points to a private network",
        "Use a public address, or have the administrator allow the network (SEGUE_WEBHOOK_ALLOWED_NETWORKS).",
    ),
    ErrorCode.WEBHOOK_UNREACHABLE: CatalogueEntry(
        "The webhook could not be reached", "Check that the address is right and its server is up, then Retry."
    ),
    ErrorCode.WEBHOOK_BUSY: CatalogueEntry(
        "The webhook's server was not able to answer",
        "Its server reported trouble of its own. Retry when it is well.",
        quotes_server=True,
    ),
    ErrorCode.WEBHOOK_REJECTED: CatalogueEntry(
        "The webhook's server refused the request",
        "Read its answer, correct the step or the server, then Retry.",
        quotes_server=True,
    ),
    ErrorCode.MAILBOX_LOGIN: CatalogueEntry(
        "The mail server refused the mailbox’s login",
        "Correct the user name or password under Settings, Mailboxes. Nothing is lost: mail waits.",
        quotes_server=True,
    ),
    ErrorCode.MAILBOX_UNREACHABLE: CatalogueEntry(
        "The mail server cannot be reached",
        "Check its name, port and security under Settings, Mailboxes. Nothing is lost: mail waits.",
        quotes_server=True,
    ),
    ErrorCode.MAILBOX_QUOTA: CatalogueEntry(
        "The mail server lets this mailbox send no more for now",
        "Mail waits and goes on by itself. Lower the mailbox’s limits, so that it stays under the server’s.",
        quotes_server=True,
    ),
    ErrorCode.MAILBOX_REFUSED: CatalogueEntry(
        "The mail server refused the sender",
        "Have the server allow this mailbox to send from its address. Nothing is lost: mail waits.",
        quotes_server=True,
    ),
    ErrorCode.RECIPIENT_DEFERRED: CatalogueEntry(
        "The mail server did not take the message yet",
        "Read its answer; Retry when it takes mail for this recipient again.",
        quotes_server=True,
    ),
    ErrorCode.RECIPIENT_REJECTED: CatalogueEntry(
        "The mail server refused the recipient",
        "Correct the email address on the record, then Retry.",
        quotes_server=True,
    ),
    ErrorCode.MESSAGE_REJECTED: CatalogueEntry(
        "The mail server refused the message",
        "Read its answer, correct the step or the mailbox, then Retry.",
        quotes_server=True,
    ),
    ErrorCode.BOUNCED: CatalogueEntry(
        "The message came back: it could not be delivered",
        "Correct the email address on the record, then Retry.",
        quotes_server=True,
    ),
    ErrorCode.SUPPRESSED: CatalogueEntry(
        "Mail to this address has bounced before",
        "Correct the email address on the record, or take it off the list under Settings, Suppressions, then Retry.",
    ),
    ErrorCode.ATTACHMENT_MISSING: CatalogueEntry(
        "A file that the step attaches is gone", "Attach it again in the step and publish, then Retry."
    ),
    ErrorCode.INTERNAL_ERROR: CatalogueEntry(
        "Segue could not carry out this step", "This is a fault of Segue; the log has the details. Retry, or Stop."
    ),
}


@dataclass(frozen=True)
class StepError:
    """An error as it happened: its code and, where there are any, the server's own words."""

    code: ErrorCode
    detail: str = ""
