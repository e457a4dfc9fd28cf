"""The row that says where the reading of a mailbox stands: there as soon as there is something to read."""

from datetime import datetime

from segue.domain.mailboxes import ImapSettings
from segue.models import Inbox, Mailbox


def keep_inbox(mailbox: Mailbox, before: ImapSettings | None, now: datetime) -> None:
    """Have it read from now on, or no longer. Another server, login or folder is read from its own beginning."""
    imap = mailbox.parsed.imap
    if imap is None:
        Inbox.objects.filter(mailbox=mailbox).update(next_read_at=None, error_code="", error_detail="")
        return
    fresh = {"next_read_at": now, "error_code": "", "error_detail": "", "error_since": None}
    if before is None or _place(before) != _place(imap):
        fresh |= {"uid_validity": None, "last_uid": 0}
    Inbox.objects.update_or_create(mailbox=mailbox, defaults=fresh)


def _place(settings: ImapSettings) -> tuple[str, str, str]:
    return settings.host, settings.username, settings.folder
