"""Opens deliveries: the one statement after which something may have left."""

from collections.abc import Sequence

from django.db import connection

from segue.domain.deliveries import DeliveryState
from segue.domain.holds import Hold
from segue.domain.status import Reason, Status

# One statement, not four: it runs for every few messages, and building queries takes longer than running them. On
# Postgres it waits for whoever is stopping the enrollment or pausing the lane just now, and they wait for it.
_OPEN = """
UPDATE segue_delivery SET state = %s
WHERE id IN ({ids}) AND state = %s AND lease_token = %s AND EXISTS (
    SELECT 1 FROM segue_enrollment JOIN segue_lane ON segue_lane.id = segue_enrollment.lane_id
    WHERE segue_enrollment.id = segue_delivery.enrollment_id AND segue_enrollment.lease_token = %s
    AND segue_enrollment.status = %s AND segue_enrollment.reason != %s AND segue_lane.hold != %s
    {lock}
)
RETURNING id
"""


def open_deliveries(token: str, delivery_ids: Sequence[int]) -> frozenset[int]:
    """Mark ready deliveries as open; which they are. Only while the token holds them and nothing is paused."""
    if not delivery_ids:
        return frozenset()
    states: tuple[str | int, ...] = (DeliveryState.OPEN.value, *delivery_ids, DeliveryState.READY.value, token, token)
    lock = "FOR SHARE OF segue_enrollment, segue_lane" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN.format(ids=", ".join(["%s"] * len(delivery_ids)), lock=lock),
            [*states, Status.IN_PROGRESS.value, Reason.PAUSED_BY_REPLY.value, Hold.PAUSED.value],
        )
        return frozenset(row[0] for row in cursor.fetchall())
