"""Stop, Remove and Retry of many: the ticked rows, or everything behind the filter."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from segue.domain.refusals import Conflict, NotFound
from segue.domain.roles import Permission
from segue.models import Enrollment, Sequence
from segue.queries import enrollments
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.answers import with_toast
from segue.web.enrollments.filter import Filter, read_ids
from segue.web.enrollments.table import draw, read_table
from segue.web.enrollments.verbs import BUTTONS, outcome

BULK = ("stop", "remove", "retry")


@require_POST
@sequences_page(Permission.ENROLL)
def bulk(request: MemberRequest, pk: int, verb: str) -> HttpResponse:
    """Says how many were changed and how many skipped, and draws the table anew with nothing ticked."""
    sequence = get_sequence(request.workspace, pk)
    if verb not in BULK:
        raise NotFound("There is no such bulk action.")
    button, shown = BUTTONS[verb], Filter.read(request.POST)
    scope, wanted = _scope(request, sequence, shown)
    changed = button.run(actor(request), scope, timezone.now())
    gone = max(0, wanted - len(changed.ids) - changed.skipped)
    words = outcome(button, len(changed.ids), changed.skipped)
    if gone:
        words += f" {gone:,} had been removed meanwhile."
    table = draw(request, read_table(sequence, shown, timezone.localtime()), takes_focus=True)
    # That somebody else was quicker is no error: what was wanted is done.
    missed = not changed.ids and (changed.skipped or gone)
    return with_toast(table, words, "error" if missed else "success")


def _scope(request: MemberRequest, sequence: Sequence, shown: Filter) -> "tuple[QuerySet[Enrollment], int]":
    """The enrollments meant, and how many of them the person ticked (0: everything that matches)."""
    if request.POST.get("all"):
        return enrollments.matching(sequence, shown.status, shown.q), 0
    ids = read_ids(request.POST.getlist("enrollments"))
    if not ids:
        raise Conflict("Tick the records in the table first.")
    return enrollments.matching(sequence).filter(pk__in=ids), len(set(ids))
