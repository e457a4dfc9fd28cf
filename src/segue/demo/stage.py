"""Lets a made-up past happen: what people did at its time, and between that the engine at each due time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from segue.engine.sweep import sweep
from segue.engine.tick import tick
from segue.queries.lanes import due_lanes, next_due

SATURDAY = 5


@dataclass(frozen=True)
class Scene:
    """Something that somebody did at a moment."""

    at: datetime
    act: Callable[[datetime], object]


@dataclass(frozen=True)
class Calendar:
    """The days before `now`, on the clock of one workspace."""

    now: datetime
    zone: ZoneInfo

    def workday(self, back: int, clock: str) -> datetime:
        """This time of day, so many working days before today (1 is the last one)."""
        day = self.now.astimezone(self.zone).date()
        for _ in range(back):
            day = _working_day_before(day)
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.zone)

    def working_day_ahead(self, days: int) -> date:
        """So many days after today, or the Monday after that."""
        day = self.now.astimezone(self.zone).date() + timedelta(days=days)
        return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)

    def ago(self, **length: float) -> datetime:
        """So long before now: `ago(minutes=5)`."""
        return self.now - timedelta(**length)


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    return day if day.weekday() < SATURDAY else _working_day_before(day)


def play(scenes: list[Scene], now: datetime) -> None:
    """Everything in the order of time, up to now."""
    for scene in sorted(scenes, key=lambda scene: scene.at):
        _run_engine(scene.at)
        scene.act(scene.at)
    _run_engine(now)
    sweep(now)


def _run_engine(until: datetime) -> None:
    """What a worker would have done by then, at the times it would have done it."""
    while (due := next_due()) and due <= until:
        for lane in due_lanes(due):
            tick(lane, due)
