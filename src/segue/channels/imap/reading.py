"""Reads what is new in a mailbox, a batch at a time. Nothing in it is changed: no message is marked as read.

Of each message the first 256 kB are fetched. That holds its headers, its text and what a bounce brings back; a reply's
large attachments stay where they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from imap_tools.errors import MailboxFetchError, MailboxUidsError
from imap_tools.mailbox import BaseMailBox
from imap_tools.query import AND
from imap_tools.utils import check_command_status

BATCH = 50
MOST_BYTES = 256 * 1024
_UID = re.compile(rb"\bUID (\d+)")


@dataclass(frozen=True)
class Position:
    """Up to where a mailbox was read: all of it up to `last_uid`, as of `read_at` (None: never)."""

    uid_validity: int | None
    last_uid: int
    read_at: datetime | None

    @property
    def name(self) -> tuple[int, int]:
        """The place as the server names it."""
        return self.uid_validity or 0, self.last_uid


@dataclass(frozen=True)
class RawMessage:
    """The first part of a message, and its name in the mailbox: UIDVALIDITY and UID."""

    name: tuple[int, int]
    raw: bytes

    @property
    def key(self) -> str:
        """The name as it is stored."""
        return f"{self.name[0]}:{self.name[1]}"


@dataclass(frozen=True)
class Batch:
    """Messages, the oldest first, and where the mailbox stands once they are dealt with."""

    messages: list[RawMessage]
    position: Position


def read_new(box: BaseMailBox, folder: str, position: Position, now: datetime) -> Iterator[Batch]:
    """What came in after this position. The first time nothing is read: only what comes from now on is."""
    box.folder.set(folder, readonly=True)
    validity, following = _number(box, "UIDVALIDITY"), _uid_next(box, folder)
    last = Position(validity, following - 1, now)
    if position.uid_validity is None:
        yield Batch([], last)
        return
    uids = _new_uids(box, position, validity, now)
    at = replace(
        position, uid_validity=validity, last_uid=position.last_uid if validity == position.uid_validity else 0
    )
    for start in range(0, len(uids), BATCH):
        some = uids[start : start + BATCH]
        at = Position(validity, max(some), at.read_at)
        yield Batch(_fetch(box, validity, some), at)
    yield Batch([], replace(last, last_uid=max(last.last_uid, at.last_uid)))


def _new_uids(box: BaseMailBox, position: Position, validity: int, now: datetime) -> list[int]:
    """UIDs are void once UIDVALIDITY changes (RFC 3501 §2.3.1.1), as after a move to another server.

    Then what came in since the day before the last reading is read again; what was seen is known by its Message-ID.
    """
    if validity == position.uid_validity:
        found = _search(box, f"UID {position.last_uid + 1}:*")
        return [uid for uid in found if uid > position.last_uid]  # "*" is always there, however old
    since = (position.read_at or now) - timedelta(days=1)
    return _search(box, str(AND(date_gte=since.date())))


def _search(box: BaseMailBox, criteria: str) -> list[int]:
    status, data = box.client.uid("SEARCH", criteria)
    check_command_status((status, data), MailboxUidsError)
    return sorted(int(uid) for uid in (data[0] or b"").split())


def _fetch(box: BaseMailBox, validity: int, uids: list[int]) -> list[RawMessage]:
    wanted = ",".join(map(str, uids))
    status, data = box.client.uid("FETCH", wanted, f"(UID BODY.PEEK[]<0.{MOST_BYTES}>)")
    check_command_status((status, data), MailboxFetchError)
    found: dict[int, bytes] = {}
    for item, after in zip(data, [*data[1:], b""], strict=True):
        if isinstance(item, tuple) and (match := _UID.search(item[0]) or _UID.search(_bytes(after))):
            found[int(match[1])] = item[1]
    return [RawMessage((validity, uid), found[uid]) for uid in uids if uid in found]


def _bytes(item: object) -> bytes:
    return item if isinstance(item, bytes) else b""


def _number(box: BaseMailBox, name: str) -> int:
    values = box.client.response(name)[1]
    return int(values[0]) if values and values[0] else 0


def _uid_next(box: BaseMailBox, folder: str) -> int:
    return _number(box, "UIDNEXT") or box.folder.status(folder, ["UIDNEXT"])["UIDNEXT"]
