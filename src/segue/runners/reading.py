"""Reads a mailbox once, if it is its turn: what is new is received, and the position moves behind each message."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from segue.actions.receive_message import receive_message
from segue.channels.imap.connect import open_imap
from segue.channels.imap.reading import Position, RawMessage, read_new
from segue.channels.imap.trouble import ImapTrouble
from segue.domain.receiving.parse import parse
from segue.models import Inbox, Mailbox
from segue.models.encrypted import WrongKeyError
from segue.models.inboxes import close_inbox, end_in_trouble, end_turn, move_behind, move_on, read_soon, take_turn

log = structlog.get_logger("segue.inbox")


def open_new_inboxes(now: datetime) -> None:
    """Begin to read mailboxes that have IMAP settings and were not read so far."""
    unread = Mailbox.objects.filter(inbox__isnull=True, removed_at__isnull=True)
    for mailbox_id in unread.values_list("id", flat=True):
        mailbox = _readable(mailbox_id)
        if mailbox and mailbox.parsed.imap:
            read_soon(mailbox, now)


def read_inbox(inbox_id: int, stopping: Callable[[], bool] = lambda: False) -> None:
    """Read what is new. What is wrong with the mailbox is not raised: it is kept with it, and shown."""
    until = take_turn(inbox_id, timezone.now())
    if until is None:
        return
    turn, every = _Turn(inbox_id, until), timedelta(seconds=settings.SEGUE_READ_SECONDS)
    try:
        if _read(turn, stopping):
            end_turn(inbox_id, turn.until, timezone.now(), every)
    except ImapTrouble as trouble:
        log.warning("mailbox cannot be read", inbox=inbox_id, code=trouble.code.value)
        end_in_trouble(inbox_id, turn.until, timezone.now(), every, trouble.code.value, str(trouble))
    except WrongKeyError as error:
        end_in_trouble(inbox_id, turn.until, timezone.now(), every, "key", str(error))


@dataclass
class _Turn:
    """Ours until then; each message makes it longer. `at` is the position, None for the validity if never read."""

    inbox_id: int
    until: datetime
    at: tuple[int | None, int] = (None, 0)

    def go_on(self, position: tuple[int, int]) -> bool:
        """Everything up to this is dealt with. Returns whether the turn is still ours."""
        until = move_on(self.inbox_id, self.until, position, timezone.now())
        if until is None:
            move_behind(self.inbox_id, self.at, position)
            log.info("another worker reads this mailbox", inbox=self.inbox_id)
            return False
        self.until, self.at = until, position
        return True


def _read(turn: _Turn, stopping: Callable[[], bool]) -> bool:
    """Returns whether the turn is still ours."""
    inbox = Inbox.objects.select_related("mailbox").get(id=turn.inbox_id)
    server = inbox.mailbox.parsed.imap
    if server is None:
        close_inbox(inbox.id)
        return False
    turn.at = inbox.uid_validity, inbox.last_uid
    position = Position(*turn.at, inbox.read_at)
    with open_imap(server) as box:
        for batch in read_new(box, server.folder, position, timezone.now()):
            if not _receive_all(turn, inbox.mailbox, batch.messages) or not turn.go_on(batch.position.name):
                return False
            if stopping():
                break
    return True


def _receive_all(turn: _Turn, mailbox: Mailbox, messages: list[RawMessage]) -> bool:
    """Returns whether the turn is still ours."""
    for message in messages:
        _receive(mailbox, message)
        if not turn.go_on(message.name):
            return False
    return True


def _receive(mailbox: Mailbox, message: RawMessage) -> None:
    """One message. A fault of ours with it is logged, and holds up none of those behind it."""
    try:
        received = receive_message(mailbox, parse(message.raw), message.key, timezone.now())
    except OperationalError:
        raise  # the database is busy or away: it is read again later
    except Exception:
        log.exception("message passed over", mailbox=mailbox.id, key=message.key)
        return
    if received:
        log.info("received", mailbox=mailbox.id, kind=received.kind, record=received.record_id)


def _readable(mailbox_id: int) -> Mailbox | None:
    """The mailbox, or None where its settings were written with another key."""
    try:
        return Mailbox.objects.get(id=mailbox_id)
    except WrongKeyError:
        return None
