"""One tick: what is due in a lane is claimed, decided, and done. Reads like the sentence in docs/architecture.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from segue.engine.batch import plan_batch
from segue.engine.faults import FaultPoint, reach
from segue.engine.inside import run_inside
from segue.engine.leave import leave
from segue.engine.room import room_in
from segue.engine.settle_inside import settle_inside
from segue.models.state.leases import claim

BATCH = 2_000


@dataclass(frozen=True)
class Tick:
    """What a tick did. `more`: the lane may have more that is due; `elsewhere`: another worker has it."""

    claimed: int = 0
    settled: int = 0
    left: int = 0
    elsewhere: bool = False

    @property
    def more(self) -> bool:
        return self.claimed > 0


def tick(lane_id: int, now: datetime, limit: int = BATCH) -> Tick:
    """Carry out up to `limit` due steps of a lane. Returns what was done."""
    room = room_in(lane_id, now, limit)
    if room is None:
        return Tick(elsewhere=True)
    settled = run_inside(lane_id, now, room.limit) if room.is_shard else None
    done = _tick_under_lease(lane_id, now, room.limit) if settled is None else Tick(settled, settled)
    if done.claimed:
        reach(FaultPoint.AFTER_SETTLE)
    return done


def _tick_under_lease(lane_id: int, now: datetime, room: int) -> Tick:
    until = now + timedelta(seconds=settings.SEGUE_LEASE_SECONDS)
    token, ids = claim(lane_id, now, until, room) if room else ("", [])
    reach(FaultPoint.AFTER_CLAIM)
    if not ids:
        return Tick()
    batch = plan_batch(token, ids, now)
    settled = settle_inside(batch, [p for p in batch.planned if not p.leaves], now)
    left = leave(batch, [p for p in batch.planned if p.leaves], now)
    return Tick(len(ids), settled, left)
