"""The window clock: when what is due may leave. A window is a set of weekdays and a span of hours in a zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WindowZone(StrEnum):
    """Whose wall clock the window follows."""

    WORKSPACE = "workspace"
    RECORD = "record"

    @property
    def label(self) -> str:
        return "The workspace's" if self is WindowZone.WORKSPACE else "The record's, else the workspace's"


@dataclass(frozen=True)
class Window:
    """Open on `days` (0 is Monday) from `start` up to, not including, `end`."""

    days: frozenset[int]
    start: time
    end: time
    zone_of: WindowZone = WindowZone.WORKSPACE

    def __post_init__(self) -> None:
        if not self.days:
            raise ValueError("A send window needs at least one day, else nothing could ever leave.")
        if not self.days <= set(range(7)):
            raise ValueError("Days of a send window are 0 (Monday) to 6 (Sunday).")
        if self.start >= self.end:
            raise ValueError("A send window must open before it closes, on the same day.")

    def __str__(self) -> str:
        return f"{_day_names(self.days)}, {self.start:%H:%M} to {self.end:%H:%M}"

    def next_open(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first moment (UTC) not before `at` (aware) when the window is open in `zone`."""
        at = at.astimezone(UTC)
        if self.is_open(at, zone):
            return at
        day = at.astimezone(zone).date()
        while (opens := self._opening(day, at, zone)) is None:
            day += timedelta(days=1)
        return opens

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether what is due may leave at this moment (aware)."""
        local = at.astimezone(zone)
        return local.weekday() in self.days and self.start <= local.time() < self.end

    def _opening(self, day: date, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When the window opens on this day, not before `at`; None if it does not.

        Where a change of clocks skips the start or has it twice, its two readings (PEP 495) lie apart, and the
        window opens somewhere from the one to the other.
        """
        first, last = sorted(datetime.combine(day, self.start, zone).replace(fold=f).astimezone(UTC) for f in (0, 1))
        moments = (first + n * _MINUTE for n in range((last - first) // _MINUTE + 1))
        return next((moment for moment in moments if moment >= at and self.is_open(moment, zone)), None)


_MINUTE = timedelta(minutes=1)


def _day_names(days: frozenset[int]) -> str:
    ordered = sorted(days)
    names = [WEEKDAYS[day][:3] for day in ordered]
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)
