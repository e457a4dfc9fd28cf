"""Due enrollments seen without taking them, and locked later as far as they are still what was seen.

For work that stays inside the database: nothing else happens between the lock and the commit, so the lock does what a
lease does for work that leaves.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from segue.domain.status import Reason, Status
from segue.models.enrollment import Enrollment
from segue.models.state.leases import in_line


class Standing(NamedTuple):
    """An enrollment, as far as a decision needs it. From `workspace_id` on, rows alike go on alike."""

    id: int
    record_id: int
    enrolled_by_id: int | None
    workspace_id: int
    lane_id: int
    sequence_id: int
    version_id: int
    mailbox_id: int | None
    step_id: int
    attempt: int
    goes_on_at: int | None


def peek(lane_id: int, now: datetime, limit: int) -> list[Standing]:
    """Up to `limit` due enrollments of a lane, oldest first. They are not taken: anybody may change them meanwhile."""
    rows = in_line(lane_id, now).order_by("due_at", "id").values_list(*Standing._fields)
    return [Standing._make(row) for row in rows[:limit]]


def mark_of_writes() -> tuple[int, int] | None:
    """What is another once anything at all has been written to this database; None where there is no such thing.

    On SQLite, what others commit changes `data_version` (its documentation, "PRAGMA data_version"), and what is written
    on this connection changes the count of its changes.
    """
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        [version] = cursor.execute("PRAGMA data_version").fetchone()
    return version, connection.connection.total_changes


def lock_unchanged(seen: Collection[Standing], now: datetime, mark: tuple[int, int] | None) -> frozenset[int]:
    """Lock those of these that are as they were seen, and still due and in nobody's hands; their ids.

    `mark` was taken before they were seen: as long as it stands, nothing has changed and nothing need be compared.

    Call inside the transaction that is to write them. Who has been stopped, paused, taken by another worker or moved is
    not among them, nor who is being changed at this moment: what that comes to, the next look will see.
    """
    if mark and mark == mark_of_writes():
        return frozenset(row.id for row in seen)
    known = frozenset[tuple[int | None, ...]](seen)
    # By id alone, and the lane compared here: else SQLite would read all that is due in the lane to find these.
    due = Enrollment.objects.filter(
        id__among=frozenset(row.id for row in seen), status=Status.IN_PROGRESS, due_at__lte=now, lease_until=None
    )
    rows = due.exclude(reason=Reason.PAUSED_BY_REPLY).values_list(*Standing._fields)
    if connection.features.has_select_for_update_skip_locked:
        # In one order, as everybody locks them (`changes`): else two could wait for each other.
        rows = rows.order_by("id").select_for_update(skip_locked=True, of=("self",))
    return frozenset(row[0] for row in rows if row in known)
