"""Asks once more, inside the transaction that opens deliveries, whether an address may be written to."""

from collections.abc import Sequence
from datetime import datetime

from segue.domain.plan import Fail, Halt, refuse
from segue.engine.batch import Batch, Planned
from segue.models.state.advance import fail, halt
from segue.models.state.moves import StateWrite, write_moves
from segue.queries.suppressions import suppressed_among


def not_suppressed(batch: Batch, planned: Sequence[Planned], now: datetime) -> list[Planned]:
    """Those whose address may be written to; the others are stopped or failed here."""
    found = suppressed_among(batch.workspace_id, {p.snapshot.email for p in planned})
    if not found:
        return list(planned)
    refused = [p for p in planned if p.snapshot.email in found]
    writes = [_write(batch, p, refuse(found[p.snapshot.email])) for p in refused]
    write_moves(batch.token, writes, now=now)
    return [p for p in planned if p.snapshot.email not in found]


def _write(batch: Batch, planned: Planned, decision: Halt | Fail) -> StateWrite:
    snapshot = planned.snapshot
    if isinstance(decision, Halt):
        return halt(snapshot, batch.lanes, decision.reason)
    return fail(snapshot, batch.lanes, decision.error, snapshot.attempt)
