"""Both clocks together: the delay says when a step is due, the window when it may leave."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from segue.domain.delay import Delay, due_after
from segue.domain.window import Window, WindowZone


@dataclass(frozen=True)
class Zones:
    """The wall clocks that matter for one record."""

    workspace: ZoneInfo
    record: ZoneInfo | None = None

    def of(self, window: Window) -> ZoneInfo:
        """The zone this window follows for this record."""
        return (window.zone_of is WindowZone.RECORD and self.record) or self.workspace


@dataclass(frozen=True)
class Slot:
    """When a step is due by its delay (`ready_at`) and when it may leave (`due_at`), both UTC."""

    ready_at: datetime
    due_at: datetime

    @property
    def waits_for_window(self) -> bool:
        return self.due_at > self.ready_at


def schedule(since: datetime, delay: Delay, window: Window | None, zones: Zones) -> Slot:
    """When the step after `since` runs. `window` is None for steps that no window holds back."""
    ready_at = due_after(since, delay, zones.workspace)
    return Slot(ready_at, window.next_open(ready_at, zones.of(window)) if window else ready_at)
