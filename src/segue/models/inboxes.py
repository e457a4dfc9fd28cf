"""Turns at reading a mailbox. A turn is a time in `next_read_at`: who set it reads until then, and nobody else.

What a reader writes asks for its turn; zero rows means that another took over, and it stops. Only the position moves
behind a message that is dealt with, turn or no turn.
"""

from datetime import datetime, timedelta
from typing import Any

from segue.models.inbound import Inbox
from segue.models.mailbox import Mailbox

TURN = timedelta(minutes=2)  # longer than a batch takes; a reader that dies is missed for no longer
LONGEST_WAIT = timedelta(minutes=15)
_NO_ERROR: dict[str, Any] = {"error_code": "", "error_detail": "", "error_since": None}


def due_inboxes(now: datetime) -> list[int]:
    """Mailboxes to be read now."""
    due = Inbox.objects.filter(next_read_at__lte=now, mailbox__removed_at__isnull=True)
    return list(due.order_by("next_read_at").values_list("id", flat=True))


def read_soon(mailbox: Mailbox, now: datetime) -> None:
    """Read it at once (it is new, or its settings were changed)."""
    Inbox.objects.update_or_create(mailbox=mailbox, defaults={"next_read_at": now})


def close_inbox(inbox_id: int) -> None:
    """Its mailbox is not read any more."""
    Inbox.objects.filter(id=inbox_id).update(next_read_at=None)


def take_turn(inbox_id: int, now: datetime) -> datetime | None:
    """One's turn, or None where somebody else is reading."""
    turn = now + TURN
    taken = Inbox.objects.filter(id=inbox_id, next_read_at__lte=now).update(next_read_at=turn)
    return turn if taken else None


def move_on(inbox_id: int, turn: datetime, position: tuple[int, int], now: datetime) -> datetime | None:
    """Everything up to this (UIDVALIDITY, UID) is dealt with. The turn, made longer; None where it was lost."""
    validity, uid = position
    longer = now + TURN
    moved = Inbox.objects.filter(id=inbox_id, next_read_at=turn).update(
        uid_validity=validity, last_uid=uid, next_read_at=longer
    )
    return longer if moved else None


def move_behind(inbox_id: int, before: tuple[int | None, int], position: tuple[int, int]) -> None:
    """A message is dealt with, whoever reads now: one that takes longer than a turn would be read again for ever.

    Only from where its reader began: what others made of the position meanwhile, or a new server, stays.
    """
    validity, uid = position
    where = Inbox.objects.filter(id=inbox_id, uid_validity=before[0], last_uid=before[1])
    where.update(uid_validity=validity, last_uid=uid)


def end_turn(inbox_id: int, turn: datetime, now: datetime, every: timedelta) -> None:
    """It was read to its end."""
    mine = Inbox.objects.filter(id=inbox_id, next_read_at=turn)
    mine.update(next_read_at=now + every, read_at=now, **_NO_ERROR)


def end_in_trouble(inbox_id: int, turn: datetime, now: datetime, every: timedelta, code: str, detail: str) -> None:
    """It could not be read. The longer that lasts, the longer the wait until the next try, up to a quarter hour."""
    since = Inbox.objects.values_list("error_since", flat=True).get(id=inbox_id) or now
    wait = min(max(every, now - since), max(every, LONGEST_WAIT))
    Inbox.objects.filter(id=inbox_id, next_read_at=turn).update(
        next_read_at=now + wait, error_code=code, error_detail=detail, error_since=since
    )
