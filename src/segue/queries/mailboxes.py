"""Mailboxes, and what left through those of the kind Outbox."""

from dataclasses import dataclass

from django.db.models import QuerySet

from segue.domain.refusals import NotFound
from segue.models import Mailbox, OutboxMessage, Workspace
from segue.models.mailbox import MailboxKind


@dataclass(frozen=True)
class OutboxPage:
    """Messages, newest first; `next_before` leads to the older ones, None at the end."""

    messages: list[OutboxMessage]
    next_before: int | None


def mailboxes_of(workspace: Workspace) -> QuerySet[Mailbox]:
    """Those that are not removed, by name."""
    return Mailbox.objects.filter(workspace=workspace, removed_at__isnull=True).order_by("name", "id")


def sends_mail(workspace: Workspace) -> bool:
    """Whether there is a mailbox whose mail arrives: one that is no Outbox."""
    return mailboxes_of(workspace).exclude(kind=MailboxKind.OUTBOX).exists()


def get_mailbox(workspace: Workspace, mailbox_id: int) -> Mailbox:
    """One of the workspace's mailboxes, or NotFound."""
    mailbox = mailboxes_of(workspace).filter(pk=mailbox_id).first()
    if mailbox is None:
        raise NotFound("There is no such mailbox in this workspace.")
    return mailbox


def hooked_mailbox(token: str) -> Mailbox | None:
    """The mailbox whose provider reports under this token; a removed one too, for its mail is still answered."""
    return Mailbox.objects.filter(hook_token=token).select_related("workspace").first()


def outbox_page(mailbox: Mailbox, q: str, before: int | None, size: int = 50) -> OutboxPage:
    """The newest messages to recipients with `q` in their address, those with a smaller id than `before`."""
    messages = OutboxMessage.objects.filter(mailbox=mailbox)
    if q.strip():
        messages = messages.filter(to__icontains=q.strip())
    if before is not None:
        messages = messages.filter(pk__lt=before)
    related = messages.select_related("delivery__enrollment__record", "delivery__enrollment__sequence")
    found = list(related.order_by("-id")[: size + 1])
    return OutboxPage(found[:size], found[size - 1].pk if len(found) > size else None)


def get_message(workspace: Workspace, message_id: int) -> OutboxMessage:
    """One message with its mailbox, record, sequence and step, or NotFound."""
    related = OutboxMessage.objects.select_related(
        "mailbox", "delivery__step", "delivery__enrollment__record", "delivery__enrollment__sequence"
    )
    message = related.filter(workspace=workspace, pk=message_id).first()
    if message is None:
        raise NotFound("There is no such message in this workspace.")
    return message
