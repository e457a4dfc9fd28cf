"""How mailboxes are: whether each works, what keeps it from working, and what it used of its limits."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from segue.domain.allowance import Limits, Period, Used, period_of, room_left
from segue.domain.errors import CatalogueEntry, ErrorCode
from segue.domain.holds import Hold
from segue.domain.providers import PROVIDERS
from segue.models import InboundMessage, Inbox, Mailbox, MailUse, Workspace
from segue.models.mailbox import MailboxKind


class MailboxState(StrEnum):
    """What a person reads about a mailbox."""

    WORKING = "working"
    WAITING = "waiting"
    LIMITED = "limited"
    PAUSED = "paused"
    OUTBOX = "outbox"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    MailboxState.WORKING: "Working",
    MailboxState.WAITING: "Waiting",
    MailboxState.LIMITED: "Limit reached",
    MailboxState.PAUSED: "Paused by you",
    MailboxState.OUTBOX: "Outbox (demo)",
}


@dataclass(frozen=True)
class Use:
    """How many messages left in a period, of how many that may (None: no limit)."""

    count: int
    limit: int | None


@dataclass(frozen=True)
class MailboxRow:
    """A mailbox as it is now. `next_try` is when it goes on by itself (None: it works, or a person decides).

    `received` says whether anything came in: by IMAP, or from its provider.
    """

    mailbox: Mailbox
    state: MailboxState
    next_try: datetime | None
    hour: Use
    day: Use
    inbox: Inbox | None
    received: bool

    @property
    def kind(self) -> str:
        """Its kind, or the name of its provider."""
        provider = self.mailbox.parsed.provider
        return PROVIDERS[provider.name].label if provider else MailboxKind(self.mailbox.kind).label

    @property
    def trouble(self) -> CatalogueEntry | None:
        code = self.mailbox.trouble_code
        return ErrorCode(code).entry if code else None

    @property
    def sends(self) -> bool:
        return self.state is not MailboxState.OUTBOX and self.mailbox.kind != MailboxKind.OUTBOX


def mailbox_rows(workspace: Workspace, now: datetime) -> list[MailboxRow]:
    """Every mailbox of the workspace, by name; in three queries."""
    found = Mailbox.objects.filter(workspace=workspace, removed_at__isnull=True)
    return _rows(found.order_by("name", "id"), workspace, now)


def mailbox_row(mailbox: Mailbox, now: datetime) -> MailboxRow:
    """This one."""
    return _rows(Mailbox.objects.filter(pk=mailbox.pk), mailbox.workspace, now)[0]


def _rows(mailboxes: QuerySet[Mailbox], workspace: Workspace, now: datetime) -> list[MailboxRow]:
    came_in = Exists(InboundMessage.objects.filter(mailbox=OuterRef("pk")))
    found = list(mailboxes.select_related("lane", "owner__user").annotate(received=came_in))
    period = period_of(now, ZoneInfo(workspace.time_zone))
    hour, day = _used([m.pk for m in found], period)
    inboxes = {inbox.mailbox_id: inbox for inbox in Inbox.objects.filter(mailbox__in=found, next_read_at__isnull=False)}
    full = {m.pk: _full_until(m, hour[m.pk], day[m.pk], period) for m in found}
    return [
        MailboxRow(
            m,
            _state(m, now, full[m.pk]),
            _next_try(m, now, full[m.pk]),
            Use(hour[m.pk], m.hour_limit),
            Use(day[m.pk], m.day_limit),
            inboxes.get(m.pk),
            m.received,
        )
        for m in found
    ]


def _full_until(mailbox: Mailbox, in_hour: int, in_day: int, period: Period) -> datetime | None:
    """Until when its limits let nothing leave, before a message has run into them, too; None where they do."""
    room, ends = room_left(Limits(mailbox.hour_limit, mailbox.day_limit), Used({"": in_hour}, {"": in_day}), period)
    return None if room else ends


def _used(mailbox_ids: list[int], period: Period) -> tuple[Counter[int], Counter[int]]:
    hour: Counter[int] = Counter()
    day: Counter[int] = Counter()
    rows = MailUse.objects.filter(mailbox__in=mailbox_ids, day=period.day.date())
    for mailbox_id, at, count in rows.values_list("mailbox_id", "hour", "count"):
        day[mailbox_id] += count
        if at == period.hour:
            hour[mailbox_id] += count
    return hour, day


def _state(mailbox: Mailbox, now: datetime, full_until: datetime | None) -> MailboxState:
    if mailbox.paused_at:
        return MailboxState.PAUSED
    if mailbox.trouble_count:
        return MailboxState.WAITING
    if full_until or (mailbox.lane.hold == Hold.LIMIT and _held_until(mailbox, now)):
        return MailboxState.LIMITED
    return MailboxState.OUTBOX if mailbox.kind == MailboxKind.OUTBOX else MailboxState.WORKING


def _next_try(mailbox: Mailbox, now: datetime, full_until: datetime | None) -> datetime | None:
    waits = mailbox.paused_at or mailbox.trouble_count
    return _held_until(mailbox, now) if waits or not full_until else full_until


def _held_until(mailbox: Mailbox, now: datetime) -> datetime | None:
    held = mailbox.lane.not_before
    waits = held and held > now and mailbox.lane.hold in (Hold.TROUBLE, Hold.LIMIT)
    return held if waits else None
