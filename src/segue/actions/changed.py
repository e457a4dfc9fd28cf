"""What the verbs on enrollments share: who may, on what, and the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from segue.domain.roles import Permission
from segue.models import Enrollment
from segue.models.actor import Actor
from segue.models.state.changes import By


@dataclass(frozen=True)
class Changed:
    """The enrollments that were changed, and how many of the scope were not in a state to be."""

    ids: list[int]
    skipped: int


def change(
    actor: Actor,
    scope: "QuerySet[Enrollment]",
    now: datetime,
    write: "Callable[[QuerySet[Enrollment], By], list[int]]",
) -> Changed:
    """Apply a verb to the part of the scope that is live in the actor's workspace."""
    actor.require_sequences(Permission.ENROLL)
    own = scope.filter(workspace=actor.workspace, removed_at__isnull=True)
    wanted = own.count()
    ids = write(own, By(actor.source, actor.member.id, now))
    return Changed(ids, max(0, wanted - len(ids)))
