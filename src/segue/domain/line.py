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
    """Where one message stands: `until` is when the mailbox goes on (None: it is not held), `ahead` who comes first."""

    mailbox: str
    hold: Hold
    until: datetime | None
    trouble: StepError | None
    limits: Limits
    period: Period
    room: int
    ahead: int


def expected(line: Line, now: datetime) -> datetime | None:
    """About when the message leaves, as limits and pace let the line move; None while a person paused the mailbox."""
    if line.hold is Hold.PAUSED:
        return None
    start = max(line.until or now, now)
    hourly = _hourly(line.limits)
    if hourly is None and line.limits.day is None:
        return start
    return _walk(line, start, hourly)


def in_words(line: Line, at: Callable[[datetime], str], now: datetime) -> list[str]:
    """Why the message waits, most basic first; `at` writes a time."""
    words = [text] if (text := _held(line, at)) else []
    ahead = f"{line.ahead:,}" + (" or more" if line.ahead >= LONGEST_LINE else "")
    if line.ahead:
        words.append(f"{ahead} message{'' if line.ahead == 1 else 's'} from {line.mailbox} are due before it.")
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


def _hourly(limits: Limits) -> float | None:
    """Messages an hour, by limit and pace together."""
    rates = [float(limits.hour)] if limits.hour is not None else []
    if limits.gap:
        rates.append(3_600 / (limits.gap * (1 + MOST_JITTER / 2)))
    return max(1.0, min(rates)) if rates else None


def _walk(line: Line, start: datetime, hourly: float | None) -> datetime:
    """Go from day to day, taking from those ahead what a day can carry."""
    ahead, cursor, day_ends = line.ahead, start, line.period.day_ends
    while day_ends <= cursor:
        day_ends += timedelta(days=1)
    room = line.room if line.hold is not Hold.LIMIT else line.limits.day
    while True:
        carried = _carried(room if line.limits.day is not None else None, hourly, day_ends - cursor)
        if carried is None or ahead < carried:
            return cursor + timedelta(hours=ahead / hourly if hourly else 0)
        ahead -= carried
        cursor, day_ends, room = day_ends, day_ends + timedelta(days=1), line.limits.day


def _carried(room: int | None, hourly: float | None, left: timedelta) -> int | None:
    """How many leave in what is left of a day (None: any number); never none at all for ever."""
    by_hour = None if hourly is None else int(hourly * left / timedelta(hours=1))
    counts = [count for count in (room, by_hour) if count is not None]
    return min(counts) if counts else None
