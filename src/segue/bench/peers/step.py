"""One step as a job does it: hand-written SQL in a transaction of its own, the same rows that the engine writes.

What the engine does besides is left out, which favours the peers: leases, tallies, send windows, delays, suppressions.
"""

import json
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

_READ = """
SELECT e.workspace_id, e.record_id, e.step_id, e.position, e.enrolled_by_id, r.first_name, s.config, n.id
FROM segue_enrollment e
JOIN segue_record r ON r.id = e.record_id
JOIN segue_step s ON s.id = e.step_id
LEFT JOIN segue_step n ON n.version_id = e.version_id AND n.position = e.position + 1
WHERE e.id = %s AND e.status = 'in_progress'
"""
_ACTIVITY = """
INSERT INTO segue_activity (workspace_id, record_id, enrollment_id, step_id, kind, state, title, body, data, holds,
                            assignee_id, created_at, due_at)
VALUES (%s, %s, %s, %s, 'todo', 'open', %s, '', '{}', false, %s, %s, %s)
"""
_EVENT = """
INSERT INTO segue_event (workspace_id, enrollment_id, kind, status, step_id, attempt, code, detail, source, at)
VALUES (%s, %s, %s, %s, %s, %s, '', '', 'engine', %s)
"""
_MOVE = """
UPDATE segue_enrollment SET status = %s, reason = %s, step_id = %s, position = %s, since = %s, due_at = %s, attempt = 0
WHERE id = %s
"""


def run_step(enrollment_id: int, then: Callable[[], object] = lambda: None) -> bool:
    """Do the step an enrollment stands at; `then`, in the same transaction, where another follows. Whether one does."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    lock = "FOR UPDATE OF e" if connection.features.has_select_for_update else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READ + lock, [enrollment_id])
        workspace, record, step, position, enrolled_by, first_name, config, following = cursor.fetchone()
        title = json.loads(config)["title"].replace("{{ person.first_name }}", first_name)
        cursor.execute(_ACTIVITY, [workspace, record, enrollment_id, step, title, enrolled_by, now, now])
        status, reason = ("in_progress", "scheduled") if following else ("completed", "all_steps_done")
        cursor.execute(_EVENT, [workspace, enrollment_id, "step_done", status, step, 1, now])
        cursor.execute(_MOVE, [status, reason, following, position + 1, now, now if following else None, enrollment_id])
        if following:
            then()
        else:
            cursor.execute(_EVENT, [workspace, enrollment_id, "completed", status, None, 0, now])
    return following is not None
