"""The delay clock: when a step is due, counted from the moment the one before it was done.

Minutes and hours are elapsed time. Days keep the wall time of the zone, so a change of clocks moves
nothing: 09:00 plus one day is 09:00. A wall time that a clock change skips is read as Python's zoneinfo
reads it (PEP 495, fold=0): with the offset from before the change.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=365)
SATURDAY = 5


class DelayUnit(StrEnum):
    """Units of a delay; seconds are there for trying a sequence out."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


_LENGTH = {
    DelayUnit.SECONDS: timedelta(seconds=1),
    DelayUnit.MINUTES: timedelta(minutes=1),
    DelayUnit.HOURS: timedelta(hours=1),
    DelayUnit.DAYS: timedelta(days=1),
    DelayUnit.BUSINESS_DAYS: timedelta(days=1),
}


def largest_amount(unit: DelayUnit) -> int:
    """The largest allowed number of this unit: one year."""
    return int(LONGEST / _LENGTH[unit])


@dataclass(frozen=True)
class Delay:
    """An amount of a unit. Zero means at once."""

    amount: int = 0
    unit: DelayUnit = DelayUnit.DAYS

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= largest_amount(self.unit):
            raise ValueError(f"A delay is between 0 and {largest_amount(self.unit):,} {self.unit.label} (one year).")

    def __str__(self) -> str:
        if not self.amount:
            return "at once"
        return f"{self.amount} {self.unit.label[:-1] if self.amount == 1 else self.unit.label}"


def due_after(since: datetime, delay: Delay, zone: ZoneInfo) -> datetime:
    """When a step with this delay is due (UTC) if the one before was done at `since` (aware)."""
    if delay.unit is DelayUnit.DAYS:
        return _same_wall_time(since, zone, delay.amount)
    if delay.unit is DelayUnit.BUSINESS_DAYS:
        return _same_wall_time(since, zone, _calendar_days(since.astimezone(zone), delay.amount))
    return since.astimezone(UTC) + delay.amount * _LENGTH[delay.unit]


def _same_wall_time(since: datetime, zone: ZoneInfo, days: int) -> datetime:
    if not days:
        return since.astimezone(UTC)
    wall = since.astimezone(zone).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _calendar_days(start: datetime, business_days: int) -> int:
    """How many calendar days hold this many business days (Monday to Friday) after `start`."""
    if not business_days:
        return 0
    weeks, rest = divmod(business_days, 5)
    days, weekday = weeks * 7, start.weekday()
    if weekday >= SATURDAY:
        # Friday stands in for the weekend, so that one business day after Saturday is Monday.
        days -= weekday - SATURDAY + 1
        weekday = SATURDAY - 1
    return days + rest + (2 if weekday + rest >= SATURDAY else 0)
