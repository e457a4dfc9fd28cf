"""Pause until a date, as an out-of-office reply suggests: nothing runs before the morning of that day."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from segue.actions.changed import Changed, change
from segue.domain.refusals import Invalid
from segue.models import Enrollment
from segue.models.actor import Actor
from segue.models.state import pauses
from segue.models.state.changes import By
from segue.queries.snapshots import zone

MORNING = time(9)
LONGEST = timedelta(days=366)


@transaction.atomic
def pause_until(actor: Actor, scope: "QuerySet[Enrollment]", until: date, now: datetime) -> Changed:
    """Pause the enrollments of the scope that can be, until 9:00 of that day on the workspace's clock."""
    clock = zone(actor.workspace.time_zone)
    moment = datetime.combine(until, MORNING, clock)
    if moment <= now:
        raise Invalid({"until": [f"{until:%-d %b %Y} is over. Choose a later day."]})
    if moment > now + LONGEST:
        raise Invalid({"until": ["That is more than a year away. Choose an earlier day, or Stop."]})

    def write(own: "QuerySet[Enrollment]", by: By) -> list[int]:
        said = By(by.source, by.member_id, by.now, detail=f"Until {until:%a %-d %b %Y}.")
        return pauses.pause_until(own, said, moment)

    return change(actor, scope, now, write)
