"""Mailboxes that need somebody: their mail waits, or their replies are not read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from segue.domain.errors import ErrorCode
from segue.domain.status import Status
from segue.models import Enrollment, Mailbox, Sequence, Workspace

MOST = 10
_WAITS = Q(paused_at__isnull=False) | Q(trouble_count__gt=0)
_UNREAD = ~Q(inbox__error_code="") & Q(inbox__next_read_at__isnull=False)


@dataclass(frozen=True)
class HeldMailbox:
    """What is the matter, since when; `detail` are the server's words."""

    id: int
    name: str
    title: str
    advice: str
    detail: str
    since: datetime | None


def held_mailboxes(workspace: Workspace) -> list[HeldMailbox]:
    """All of the workspace that need somebody, in one query."""
    found = Mailbox.objects.filter(_WAITS | _UNREAD, workspace=workspace, removed_at__isnull=True)
    return _read(found)


def held_mailboxes_of(sequence: Sequence) -> list[HeldMailbox]:
    """Those whose mail waits, of the ones that its records in progress hear from; in one query."""
    # Looked at only for mailboxes that wait: on most days there is none.
    sends = Enrollment.objects.filter(
        sequence=sequence, status=Status.IN_PROGRESS, removed_at__isnull=True, mailbox=OuterRef("pk")
    )
    waiting = Mailbox.objects.filter(_WAITS, Exists(sends), workspace=sequence.workspace_id, removed_at__isnull=True)
    return _read(waiting)


def _read(mailboxes: "QuerySet[Mailbox]") -> list[HeldMailbox]:
    own = mailboxes.select_related("inbox").defer("settings", "signature").order_by("name", "id")
    return [_held(mailbox) for mailbox in own[:MOST]]


def _held(mailbox: Mailbox) -> HeldMailbox:
    if mailbox.paused_at:
        advice = "Its mail waits until an admin resumes it; nobody fails."
        return HeldMailbox(mailbox.pk, mailbox.name, "is paused", advice, "", mailbox.paused_at)
    if mailbox.trouble_count:
        entry = ErrorCode(mailbox.trouble_code).entry
        title = f"waits: {entry.title[0].lower()}{entry.title[1:]}"
        return HeldMailbox(
            mailbox.pk, mailbox.name, title, entry.advice, mailbox.trouble_detail, mailbox.trouble_since
        )  # fmt: skip
    inbox = mailbox.inbox
    return HeldMailbox(
        mailbox.pk, mailbox.name, "cannot be read", "Replies stop nothing until it can.", inbox.error_detail,
        inbox.error_since,
    )  # fmt: skip
