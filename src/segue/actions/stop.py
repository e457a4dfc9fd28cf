"""Stop: no further step runs. The sequence stays on the Datasheet, and so do the activities."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from segue.actions.changed import Changed, change
from segue.models import Enrollment
from segue.models.actor import Actor
from segue.models.state import changes


@transaction.atomic
def stop(actor: Actor, scope: "QuerySet[Enrollment]", now: datetime) -> Changed:
    """Stop the enrollments of the scope that can be; the others are counted as skipped."""
    return change(actor, scope, now, changes.stop)
