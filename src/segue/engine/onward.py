"""Where enrollments go whose step is done: worked out once for all that go on alike."""

from dataclasses import dataclass, field
from datetime import datetime

from segue.domain.plan import holds, move_on
from segue.domain.snapshot import Snapshot
from segue.models.lane import LaneMap
from segue.models.state.advance import advance, wait_for_task
from segue.models.state.moves import Change, StateWrite


@dataclass(frozen=True)
class Onward:
    """The changes that a batch has in common."""

    lanes: LaneMap
    now: datetime
    _known: dict[tuple[object, ...], Change] = field(default_factory=dict)

    def after(self, snapshot: Snapshot, attempt: int, *, paused: bool = False) -> StateWrite:
        """The state of this enrollment now that its step is done, at this attempt."""
        way = (snapshot.way, self.lanes.shard_of(snapshot.record_id), attempt, paused)
        change = self._known.get(way)
        if change is None:
            change = self._known[way] = self._change(snapshot, attempt, paused=paused)
        return StateWrite(snapshot.enrollment_id, change)

    def _change(self, snapshot: Snapshot, attempt: int, *, paused: bool) -> Change:
        if holds(snapshot):
            return wait_for_task(snapshot, self.lanes, attempt).change
        move = move_on(snapshot, self.now)
        return advance(snapshot, move, self.lanes, now=self.now, attempt=attempt, paused=paused).change
