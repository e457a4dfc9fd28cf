"""Stop, Remove, Retry and Resume of one enrollment, from its ⋮ menu in the table, on the card or in the drawer."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from segue.domain.refusals import NotFound
from segue.domain.roles import Permission
from segue.models import Enrollment, Workspace
from segue.queries.retrying import retry_note
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.answers import done, refused
from segue.web.enrollments.verbs import BUTTONS, why_late, words_for


@require_POST
@sequences_page(Permission.ENROLL)
def act(request: MemberRequest, pk: int, verb: str) -> HttpResponse:
    """One change. Somebody or the engine may have been faster: then the words say how it stands now."""
    button = BUTTONS[verb]
    enrollment = _find(request.workspace, pk)
    note = retry_note(enrollment) if verb == "retry" else ""
    sentence = " ".join(filter(None, (words_for(button.done, enrollment), note)))
    changed = button.run(actor(request), Enrollment.objects.filter(pk=pk), timezone.now())
    if changed.ids:
        # The drawer of what was removed has nothing left to show.
        return done(sentence, closes="drawer" if verb == "remove" else "")
    return refused(why_late(button, _find(request.workspace, pk)))


def _find(workspace: Workspace, pk: int) -> Enrollment:
    """Removed ones too: whoever presses Stop on one is told so, and not that it never was."""
    found = Enrollment.objects.filter(workspace=workspace, pk=pk).select_related("record", "sequence").first()
    if found is None:
        raise NotFound("There is no such enrollment in this workspace.")
    return found
