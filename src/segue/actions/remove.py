"""Remove: as Stop, and the sequence leaves the Datasheet. The activities stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from segue.actions.changed import Changed, change
from segue.models import Enrollment
from segue.models.actor import Actor
from segue.models.state import changes


@transaction.atomic
def remove(actor: Actor, scope: "QuerySet[Enrollment]", now: datetime) -> Changed:
    """Remove the enrollments of the scope that can be; the others are counted as skipped."""
    return change(actor, scope, now, changes.remove)
