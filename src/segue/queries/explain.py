"""Why not yet, for an enrollment: the domain's explanation on what the database holds."""

from datetime import datetime

from segue.domain.explain import Standing, Why, explain
from segue.domain.status import Reason, Status
from segue.models import Enrollment
from segue.queries.line import line_of
from segue.queries.snapshots import load_sequences, zones_of


def why(enrollment: Enrollment, now: datetime) -> Why:
    """The next time of this enrollment (aware UTC, or None) and the chain of reasons, most basic first."""
    key = (enrollment.sequence_id, enrollment.version_id)
    sequence = load_sequences([key])[key]
    step = next((step for step in sequence.steps if step.id == enrollment.step_id), None)
    standing = Standing(
        status=Status(enrollment.status),
        reason=Reason(enrollment.reason),
        step=step,
        sequence=sequence,
        since=enrollment.since,
        due_at=enrollment.due_at,
        attempt=enrollment.attempt,
        in_hand=bool(enrollment.lease_until and enrollment.lease_until > now),
        has_sequences=enrollment.workspace.has_sequences,
        line=line_of(enrollment, step.kind if step else None, now),
    )
    return explain(standing, zones_of(enrollment.workspace, enrollment.record), now)
