"""Mailboxes that need somebody, as the pages say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from segue.queries.held_mailboxes import HeldMailbox
from segue.templatetags.relative_time import relative


@dataclass(frozen=True)
class HeldNotice:
    """All in words: two that are equal look the same. `id` is that of the mailbox."""

    id: int
    title: str
    detail: str
    text: str


def held_notices(mailboxes: Iterable[HeldMailbox], now: datetime) -> list[HeldNotice]:
    return [_notice(mailbox, now) for mailbox in mailboxes]


def _notice(mailbox: HeldMailbox, now: datetime) -> HeldNotice:
    since = relative(timezone.localtime(mailbox.since), timezone.localtime(now)) if mailbox.since else ""
    began = f" Since {since}." if since else ""
    return HeldNotice(mailbox.id, f"{mailbox.name} {mailbox.title}.", mailbox.detail, f"{mailbox.advice}{began}")
