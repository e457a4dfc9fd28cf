"""/mailboxes: where mail leaves and replies are read."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from segue.actions.add_mailbox import add_mailbox
from segue.actions.change_mailbox import change_mailbox
from segue.actions.check_connection import check_connection
from segue.actions.pause_mailbox import pause_mailbox
from segue.actions.remove_mailbox import remove_mailbox
from segue.actions.resume_mailbox import resume_mailbox
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.mailboxes import (
    ConnectionCheck,
    ConnectionTest,
    Mailbox,
    MailboxChange,
    Mailboxes,
    MailboxInput,
    changes_of,
)
from segue.models import Mailbox as MailboxModel
from segue.queries.mailbox_states import mailbox_row, mailbox_rows
from segue.queries.mailboxes import get_mailbox

router = Router(tags=["Mailboxes"])

Successor = Annotated[
    Id | None, Query(..., description="The mailbox that records in progress go on with; needed where there are any.")
]


@router.get("", response=Mailboxes)
def list_mailboxes(request: ApiRequest) -> Mailboxes:
    """The workspace's mailboxes by name, with how each is."""
    return Mailboxes(items=[Mailbox.of(row) for row in mailbox_rows(request.auth.workspace, timezone.now())])


@router.post("", response={201: Mailbox})
def create_mailbox(request: ApiRequest, body: MailboxInput) -> Mailbox:
    """Add a mailbox. Nothing is sent: see whether it works with its test."""
    return _shown(add_mailbox(request.auth, body.kind, changes_of(body), timezone.now()))


@router.get("/{int:mailbox_id}", response=Mailbox)
def read_mailbox(request: ApiRequest, mailbox_id: Id) -> Mailbox:
    """A mailbox: whether it works, what it sent, its settings without what is secret."""
    return _shown(_get(request, mailbox_id))


@router.patch("/{int:mailbox_id}", response=Mailbox)
def change_mailbox_by_id(request: ApiRequest, mailbox_id: Id, body: MailboxChange) -> Mailbox:
    """Change what is given. What waited for the mailbox goes on at once."""
    return _shown(change_mailbox(request.auth, _get(request, mailbox_id), changes_of(body), timezone.now()))


@router.delete("/{int:mailbox_id}", response={204: None})
def delete_mailbox(request: ApiRequest, mailbox_id: Id, successor_id: Successor = None) -> None:
    """Remove a mailbox and forget its secrets. What left through it stays."""
    mailbox = _get(request, mailbox_id)
    successor = None if successor_id is None else _get(request, successor_id)
    remove_mailbox(request.auth, mailbox, successor, timezone.now())


@router.post("/{int:mailbox_id}/pause", response=Mailbox)
def pause_mailbox_by_id(request: ApiRequest, mailbox_id: Id) -> Mailbox:
    """Nothing leaves through it until it is resumed; nobody fails."""
    return _shown(pause_mailbox(request.auth, _get(request, mailbox_id), timezone.now()))


@router.post("/{int:mailbox_id}/resume", response=Mailbox)
def resume_mailbox_by_id(request: ApiRequest, mailbox_id: Id) -> Mailbox:
    """What waited for it leaves, at its pace."""
    return _shown(resume_mailbox(request.auth, _get(request, mailbox_id)))


@router.post("/{int:mailbox_id}/test", response=ConnectionTest)
def test_mailbox(request: ApiRequest, mailbox_id: Id) -> ConnectionTest:
    """Connect to its servers and log in, without sending anything. Takes as long as they do."""
    checks = check_connection(request.auth, _get(request, mailbox_id), {})
    return ConnectionTest(ok=all(check.ok for check in checks), checks=[ConnectionCheck.of(check) for check in checks])


def _get(request: ApiRequest, mailbox_id: int) -> MailboxModel:
    return get_mailbox(request.auth.workspace, mailbox_id)


def _shown(mailbox: MailboxModel) -> Mailbox:
    return Mailbox.of(mailbox_row(mailbox, timezone.now()))
