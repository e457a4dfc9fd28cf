"""What one tick has in hand: claimed enrollments and the decision for each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import structlog

from segue.domain.errors import ErrorCode, StepError
from segue.domain.plan import Decision, Do, Fail, decide
from segue.domain.snapshot import Snapshot
from segue.domain.tiers import Tier
from segue.engine.reading import read_claimed
from segue.models import Workspace
from segue.models.lane import LaneMap, lanes_of
from segue.models.locks import pass_gate
from segue.models.state.leases import release, still_held

log = structlog.get_logger("segue.engine")


class Planned(NamedTuple):
    """An enrollment and what is to be done with it."""

    snapshot: Snapshot
    decision: Decision

    @property
    def leaves(self) -> bool:
        """It has an effect outside the database."""
        return self.snapshot.step.leaves and isinstance(self.decision, Do)


@dataclass(frozen=True)
class Batch:
    """Everything one tick claimed, under one token."""

    token: str
    lanes: LaneMap
    planned: Sequence[Planned]

    @property
    def workspace_id(self) -> int:
        return self.planned[0].snapshot.workspace_id


def plan_batch(token: str, enrollment_ids: Sequence[int], now: datetime) -> Batch:
    """Read what was claimed, and decide."""
    snapshots = read_claimed(token, enrollment_ids, now)
    lanes = lanes_of(snapshots[0].workspace_id) if snapshots else LaneMap({}, {})
    return Batch(token, lanes, list(plan(snapshots, now)))


def plan(snapshots: Iterable[Snapshot], now: datetime) -> Iterator[Planned]:
    """Where a step looks at nothing of its record, one decision is good for all."""
    common: dict[int, Decision] = {}
    for snapshot in snapshots:
        step = snapshot.step
        if step.looks_at_record:
            yield Planned(snapshot, _decide(snapshot, now))
            continue
        if step.id not in common:
            common[step.id] = _decide(snapshot, now)
        yield Planned(snapshot, common[step.id])


def still_to_run(batch: Batch, planned: Sequence[Planned]) -> list[Planned]:
    """Those that may go on at this moment; ask inside the transaction that carries them out.

    A downgrade gives the batch back as it was: it is due when the workspace is Professional again.
    """
    ids = [p.snapshot.enrollment_id for p in planned]
    if not may_run(batch.workspace_id):
        release(batch.token, ids)
        return []
    held = still_held(batch.token, ids)
    return [p for p in planned if p.snapshot.enrollment_id in held.running]


def may_run(workspace_id: int) -> bool:
    """Whether this workspace still runs sequences; whoever is about to take that away waits for this transaction."""
    pass_gate(workspace_id)
    return Workspace.objects.filter(id=workspace_id, tier=Tier.PROFESSIONAL).exists()


def _decide(snapshot: Snapshot, now: datetime) -> Decision:
    """A fault in our own code fails this record and holds up no other."""
    try:
        return decide(snapshot, now)
    except Exception:
        log.exception("decide failed", enrollment=snapshot.enrollment_id)
        return Fail(StepError(ErrorCode.INTERNAL_ERROR))
