"""The raw limit: what a tick changes, as hand-written SQL that knows everything beforehand.

Our tables with our indexes, whole batches, one transaction each, no lease, no look at who was stopped, no Python
between the rows. Nothing that keeps the promises of the engine can be faster than this on the same database.
"""

import time
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from segue.models import Enrollment, Step
from segue.models import Sequence as SequenceRow

BATCH = 1_000

_ACTIVITIES = """
INSERT INTO segue_activity (workspace_id, record_id, enrollment_id, step_id, kind, state, title, body, data, holds,
                            assignee_id, created_at, due_at)
SELECT e.workspace_id, e.record_id, e.id, %(step)s, %(kind)s, 'open', {title}, %(body)s, '{{}}', {false},
       e.enrolled_by_id, {now}, {now}
FROM segue_enrollment e JOIN segue_record r ON r.id = e.record_id
WHERE e.id BETWEEN %(first)s AND %(last)s
"""
_EVENTS = """
INSERT INTO segue_event (workspace_id, enrollment_id, kind, status, step_id, attempt, code, detail, source, at)
SELECT workspace_id, id, 'step_done', %(status)s, %(step)s, 1, '', '', 'engine', {now}
FROM segue_enrollment WHERE id BETWEEN %(first)s AND %(last)s
"""
_COMPLETED = """
INSERT INTO segue_event (workspace_id, enrollment_id, kind, status, attempt, code, detail, source, at)
SELECT workspace_id, id, 'completed', 'completed', 0, '', '', 'engine', {now}
FROM segue_enrollment WHERE id BETWEEN %(first)s AND %(last)s
"""
_MOVES = """
UPDATE segue_enrollment
SET status = %(status)s, reason = %(reason)s, step_id = {next_step}, position = %(position)s, since = {now},
    due_at = {due}, attempt = 0
WHERE id BETWEEN %(first)s AND %(last)s
"""
_TALLY = """
INSERT INTO segue_tally (sequence_id, status, delta)
VALUES (%(sequence)s, 'in_progress', -%(many)s), (%(sequence)s, 'completed', %(many)s)
"""


def run_raw(sequence: SequenceRow, titles: Sequence[str]) -> float:
    """Carry every enrollment of a sequence of tasks through all its steps; seconds. `titles` are SQL expressions."""
    ids = Enrollment.objects.filter(sequence=sequence).order_by("id").values_list("id", flat=True)
    firsts, lasts = list(ids[::BATCH]), [*list(ids[BATCH - 1 :: BATCH])]
    if len(lasts) < len(firsts):
        lasts.append(ids.last() or 0)
    steps = list(Step.objects.filter(version=sequence.current_version).order_by("position"))
    began = time.perf_counter()
    for step, following, title in zip(steps, [*steps[1:], None], titles, strict=True):
        for first, last in zip(firsts, lasts, strict=True):
            _run_batch(sequence, step, following, title, (first, last))
    return time.perf_counter() - began


@transaction.atomic
def _run_batch(sequence: SequenceRow, step: Step, following: Step | None, title: str, span: tuple[int, int]) -> None:
    values = {
        "first": span[0], "last": span[1], "step": step.id, "kind": step.kind, "body": step.config["body"],
        "now": connection.ops.adapt_datetimefield_value(timezone.now()), "position": step.position + 1,
        "next_step": following.id if following else None, "sequence": sequence.id, "many": span[1] - span[0] + 1,
        "status": "in_progress" if following else "completed",
        "reason": "scheduled" if following else "all_steps_done",
    }  # fmt: skip
    parts = {
        "title": title, "false": "0" if connection.vendor == "sqlite" else "false",
        "now": _moment("%(now)s"), "due": _moment("%(now)s") if following else "NULL",
        "next_step": "%(next_step)s" if following else "NULL",
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (_ACTIVITIES, _EVENTS, _MOVES, *(() if following else (_COMPLETED, _TALLY))):
            cursor.execute(statement.format(**parts), values)


def _moment(value: str) -> str:
    return value if connection.vendor == "sqlite" else f"{value}::timestamptz"
