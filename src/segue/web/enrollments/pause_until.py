"""Pause an enrollment until a day, as an automatic reply suggests."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from segue.actions.pause_until import pause_until
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.models import Enrollment
from segue.queries.enrollments import of_workspace
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.answers import done, refused

LATE = "It cannot be paused now: it does not go on by itself, or a message of it is leaving at this moment."


@require_POST
@sequences_page(Permission.ENROLL)
def pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Until 9:00 of the day in `until` (2026-12-03)."""
    scope = of_workspace(request.workspace).filter(pk=pk)
    if not scope.exists():
        raise NotFound("There is no such enrollment in this workspace.")
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
        changed = pause_until(actor(request), scope, until, timezone.now())
    except ValueError:
        return refused("Give a day, as 2026-12-03.")
    except Invalid as refusal:
        return refused(str(refusal))
    return done(_words(pk, until)) if changed.ids else refused(LATE)


def _words(pk: int, until: date) -> str:
    enrollment = Enrollment.objects.select_related("record", "sequence").get(pk=pk)
    return f"{enrollment.record.name} is paused in {enrollment.sequence.name} until {until:%-d %b %Y}."
