"""How many messages a mailbox may let leave now: its limits by hour and day, those by recipient domain, its pace.

An hour is a clock hour (UTC), a day a calendar day on the workspace's clock: so that everybody can count along.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from segue.domain.holds import Hold

MOST_JITTER = 0.5  # of the gap, added to it, so that mail does not leave like clockwork


@dataclass(frozen=True)
class Limits:
    """What a mailbox may let leave (None: as much as comes). `gap` is the pace: seconds between two messages."""

    hour: int | None = None
    day: int | None = None
    domain_hour: int | None = None
    domain_day: int | None = None
    gap: int = 0


@dataclass(frozen=True)
class Used:
    """What has left in this hour and this day, by recipient domain."""

    hour: Mapping[str, int] = field(default_factory=dict)
    day: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """The hour and the day that a moment is in, and when they end."""

    hour: datetime
    day: datetime
    hour_ends: datetime
    day_ends: datetime


def period_of(now: datetime, zone: ZoneInfo) -> Period:
    """The clock hour (UTC) and the calendar day (in `zone`) around `now`; all times aware."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    local = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Period(hour, local, hour + timedelta(hours=1), local + timedelta(days=1))


@dataclass(frozen=True)
class Allotment:
    """Which messages may leave (their places in the list), which must wait for their domain, and until when.

    Where `held_until` is set the mailbox as a whole waits; those that are in neither list wait with it.
    """

    go: list[int]
    later: dict[int, datetime]
    held_until: datetime | None
    hold: Hold


def allot(domains: Sequence[str], limits: Limits, used: Used, period: Period, spread: int, now: datetime) -> Allotment:
    """Share out what is left of the limits among messages to these domains, first come, first served.

    `spread` is any number that differs from batch to batch; it makes the jitter, so that a decision can be repeated.
    """
    room, ends = room_left(limits, used, period)
    if limits.gap:
        room = min(room, 1)
    hours, days = Counter(used.hour), Counter(used.day)
    go: list[int] = []
    later: dict[int, datetime] = {}
    for place, domain in enumerate(domains):
        until = _domain_full(limits, hours[domain], days[domain], period)
        if until:
            later[place] = until
        elif len(go) < room:
            go.append(place)
            hours[domain] += 1
            days[domain] += 1
    return Allotment(go, later, *_hold(limits, len(go), len(domains) - len(later), ends, spread, now))


def room_left(limits: Limits, used: Used, period: Period) -> tuple[int, datetime | None]:
    """How many more messages the mailbox may let leave, and when it may again (None: it is not limited)."""
    rooms = [
        (limit - sum(counts.values()), ends)
        for limit, counts, ends in (
            (limits.day, used.day, period.day_ends),
            (limits.hour, used.hour, period.hour_ends),
        )
        if limit is not None
    ]
    if not rooms:
        return 1_000_000_000, None
    room = max(0, min(left for left, _ in rooms))
    return room, max(ends for left, ends in rooms if left <= room)


def paced(limits: Limits, spread: int, now: datetime) -> datetime:
    """When the next message may leave after one that leaves now."""
    return now + timedelta(seconds=limits.gap * (1 + MOST_JITTER * (spread * 37 % 100) / 100))


def _hold(
    limits: Limits, gone: int, wanted: int, ends: datetime | None, spread: int, now: datetime
) -> tuple[datetime | None, Hold]:
    if limits.gap and gone:
        return paced(limits, spread, now), Hold.PACE
    if gone < wanted and ends:
        return ends, Hold.LIMIT
    return None, Hold.NONE


def _domain_full(limits: Limits, in_hour: int, in_day: int, period: Period) -> datetime | None:
    """When the next message to a domain may leave, where its limit is reached."""
    if limits.domain_day is not None and in_day >= limits.domain_day:
        return period.day_ends
    if limits.domain_hour is not None and in_hour >= limits.domain_hour:
        return period.hour_ends
    return None
