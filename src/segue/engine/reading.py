"""Reads what a tick has claimed. What cannot be read fails by itself, so that it holds up no other."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from segue.domain.snapshot import Snapshot
from segue.models import Enrollment
from segue.models.away import TROUBLE
from segue.models.state.advance import fail_unread
from segue.models.state.leases import still_held
from segue.models.state.moves import write_moves
from segue.queries.snapshots import load_snapshots

log = structlog.get_logger("segue.engine")


def read_claimed(token: str, enrollment_ids: Sequence[int], now: datetime) -> list[Snapshot]:
    """Snapshots of these enrollments; one whose data is broken is failed, for a person to see."""
    try:
        return load_snapshots(enrollment_ids)
    except TROUBLE:
        raise  # the database is busy or away: nothing is known to be wrong with any record
    except Exception:
        log.exception("cannot be read; going on one by one", enrollments=len(enrollment_ids))
    if len(enrollment_ids) == 1:
        _fail(token, enrollment_ids[0], now)
        return []
    return [snapshot for one in enrollment_ids for snapshot in read_claimed(token, [one], now)]


@transaction.atomic
def _fail(token: str, enrollment_id: int, now: datetime) -> None:
    if still_held(token, [enrollment_id]).running:
        write_moves(token, [fail_unread(Enrollment.objects.get(id=enrollment_id))], now=now)
