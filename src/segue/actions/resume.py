"""Resume: a paused enrollment goes on; what was left of its delay is kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from segue.actions.changed import Changed, change
from segue.models import Enrollment
from segue.models.actor import Actor
from segue.models.state import pauses


@transaction.atomic
def resume(actor: Actor, scope: "QuerySet[Enrollment]", now: datetime) -> Changed:
    """Resume the enrollments of the scope that can be; the others are counted as skipped."""
    return change(actor, scope, now, pauses.resume)
