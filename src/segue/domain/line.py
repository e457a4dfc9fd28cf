"""The line before a mailbox: what holds it up, how many are ahead, and when it is somebody's turn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from segue.domain.allowance import MOST_JITTER, Limits, Period
from segue.domain.errors import StepError
from segue.domain.holds import Hold

LONGEST_LINE = 10_000  # messages ahead that are counted


@dataclass(frozen=True)
class Line:
    """Where one message stands: `until` is when the mailbox goes on (None: it is not held), `ahead` who comes first.

    The rooms are what is left of this hour's and this day's limit (None: there is none).
    """

    mailbox: str
    hold: Hold
    until: datetime | None
    trouble: StepError | None
    limits: Limits
    period: Period
    hour_room: int | None
    day_room: int | None
    ahead: int


def expected(line: Line, now: datetime) -> datetime | None:
    """About when the message leaves, as limits and pace let the line move; None while a person paused the mailbox."""
    if line.hold is Hold.PAUSED:
        return None
    start = max(line.until or now, now)
    if line.limits.hour is None and line.limits.day is None:
        return start + _paced(line.ahead, line.limits)
    return _walk(line, start)


def in_words(line: Line, at: Callable[[datetime], str], now: datetime) -> list[str]:
    """Why the message waits, most basic first; `at` writes a time."""
    words = [text] if (text := _held(line, at)) else []
    ahead = f"{line.ahead:,}" + (" or more" if line.ahead >= LONGEST_LINE else "")
    if line.ahead:
        words.append(f"{ahead} message{' is' if line.ahead == 1 else 's are'} in line before it at {line.mailbox}.")
    leaves = expected(line, now)
    if leaves and leaves > now:
        words.append(f"At the mailbox’s limits and pace it leaves about {at(leaves)}.")
    return words


def _held(line: Line, at: Callable[[datetime], str]) -> str:
    if line.hold is Hold.PAUSED:
        return f"The mailbox {line.mailbox} is paused. Mail waits until someone resumes it under Settings, Mailboxes."
    if line.until is None:
        return ""
    if line.hold is Hold.TROUBLE and line.trouble:
        title, detail = line.trouble.code.entry.title, line.trouble.detail
        return f"The mailbox {line.mailbox} does not work: {title}. {detail} It is tried again at {at(line.until)}."
    if line.hold is Hold.LIMIT:
        return f"{line.mailbox} has sent as much as its limits let it. It goes on at {at(line.until)}."
    return f"{line.mailbox} sends one message every {line.limits.gap} seconds or so."


def _paced(many: int, limits: Limits) -> timedelta:
    """How long so many messages take at the mailbox's pace."""
    return timedelta(seconds=many * limits.gap * (1 + MOST_JITTER / 2))


def _walk(line: Line, start: datetime) -> datetime:
    """Go from clock hour to clock hour, as limits are counted, taking from those ahead what each can carry."""
    ahead, cursor, day_ends = line.ahead, start, line.period.day_ends
    in_hour = line.limits.hour if start >= line.period.hour_ends else line.hour_room
    in_day = line.limits.day if start >= day_ends else line.day_room
    while day_ends <= cursor:
        day_ends += timedelta(days=1)
    while True:
        hour_ends = cursor.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        carried = _least(in_hour, in_day, _at_pace(hour_ends - cursor, line.limits))
        if carried is None or ahead < carried:
            return cursor + _paced(ahead, line.limits)
        ahead -= carried
        in_hour, in_day = line.limits.hour, None if in_day is None else in_day - carried
        cursor = hour_ends if in_day is None or in_day > 0 else day_ends
        if cursor >= day_ends:
            day_ends, in_day = day_ends + timedelta(days=1), line.limits.day


def _at_pace(left: timedelta, limits: Limits) -> int | None:
    """How many leave in this time (None: any number); never none at all for ever."""
    return int(left / _paced(1, limits)) + 1 if limits.gap else None


def _least(*counts: int | None) -> int | None:
    given = [count for count in counts if count is not None]
    return min(given) if given else None
