"""Settles steps that stay inside the database: activity, effect, event and move commit together, exactly once."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from segue.domain.errors import ErrorCode, StepError
from segue.domain.plan import Do, Fail, Halt, Wait
from segue.engine.activities import made_by, write_activities
from segue.engine.batch import Batch, Planned, still_to_run
from segue.engine.effects import apply_effects
from segue.engine.faults import FaultPoint, reach
from segue.engine.onward import Onward
from segue.models.away import TROUBLE
from segue.models.state.advance import fail, halt, put_off
from segue.models.state.moves import StateWrite, write_moves

log = structlog.get_logger("segue.engine")


def settle_inside(batch: Batch, planned: Sequence[Planned], now: datetime) -> int:
    """Write everything that these decisions mean. Returns how many the lease still covered."""
    if not planned:
        return 0
    try:
        return _settle(batch, planned, now)
    except TROUBLE:
        raise  # the database is busy or away: nothing is known to be wrong with any record
    except Exception:
        log.exception("settle failed; going on one by one", records=len(planned))
        return sum(_settle_alone(batch, one, now) for one in planned)


def _settle_alone(batch: Batch, one: Planned, now: datetime) -> int:
    try:
        return _settle(batch, [one], now)
    except TROUBLE:
        raise
    except Exception:
        log.exception("settle failed", enrollment=one.snapshot.enrollment_id)
        return _settle(batch, [Planned(one.snapshot, Fail(StepError(ErrorCode.INTERNAL_ERROR)))], now)


@transaction.atomic
def _settle(batch: Batch, planned: Sequence[Planned], now: datetime) -> int:
    mine = still_to_run(batch, planned)
    write_steps(batch.token, mine, Onward(batch.lanes, now))
    reach(FaultPoint.BEFORE_COMMIT)
    return len(mine)


def write_steps(token: str | None, planned: Sequence[Planned], onward: Onward) -> None:
    """Everything that these decisions mean: effects, activities, events and moves."""
    apply_effects([(p.snapshot, p.decision) for p in planned if isinstance(p.decision, Do)], onward.now)
    write_activities((made_by(p.snapshot, p.decision) for p in planned if isinstance(p.decision, Do)), onward.now)
    write_moves(token, [state_after(p, onward) for p in planned], now=onward.now)


def state_after(planned: Planned, onward: Onward) -> StateWrite:
    """Where an enrollment goes by what was decided."""
    snapshot, decision = planned
    lanes, attempt = onward.lanes, snapshot.attempt + 1
    if isinstance(decision, Wait):
        return put_off(snapshot, lanes, decision, snapshot.attempt)
    if isinstance(decision, Halt):
        return halt(snapshot, lanes, decision.reason)
    if isinstance(decision, Fail):
        return fail(snapshot, lanes, decision.error, attempt)
    return onward.after(snapshot, attempt)
