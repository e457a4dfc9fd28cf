"""The Steps tab, and what its cards do at once: move, duplicate, delete."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from segue.actions.draft import add_step, delete_step, move_step
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Permission
from segue.queries.sequences import get_sequence, get_step
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.sequences.steps_page import changed, show_steps


@require_safe
@sequences_page
def steps(request: MemberRequest, pk: int) -> HttpResponse:
    """The timeline of steps."""
    return show_steps(request, get_sequence(request.workspace, pk))


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a step to a place: from Move up and Move down, and from dragging."""
    sequence = get_sequence(request.workspace, pk)
    step = get_step(sequence, request.POST.get("step", ""))
    given = request.POST.get("position", "")
    place = int(given) if given.isdecimal() and len(given) < 10 else 0
    try:
        moved = move_step(actor(request), step, place, timezone.now())
    except Invalid as refused:
        # There is no form to show it beside: said in a toast.
        raise Conflict(str(refused)) from refused
    return changed(request, sequence, f"Moved to place {moved.position}.")


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def duplicate(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """The same step once more, right after it."""
    sequence = get_sequence(request.workspace, pk)
    step = get_step(sequence, key)
    add_step(
        actor(request),
        sequence,
        step.kind,
        step.config,
        step.delay_amount,
        step.delay_unit,
        timezone.now(),
        position=step.position + 1,
    )
    return changed(request, sequence, f"Step {step.position} duplicated.")


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def delete(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """Take a step out of the draft."""
    sequence = get_sequence(request.workspace, pk)
    step = get_step(sequence, key)
    delete_step(actor(request), step, timezone.now())
    return changed(request, sequence, f"Step {step.position} deleted.")
