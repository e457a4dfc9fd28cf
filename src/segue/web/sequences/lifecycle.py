"""Publish or discard the draft; archive or restore the sequence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from segue.actions.archive_sequence import archive_sequence, restore_sequence
from segue.actions.draft import discard_draft
from segue.actions.publish import publish
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Permission
from segue.models import Version
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.sequences.steps_page import show_steps

_writers = sequences_page(Permission.WRITE_SEQUENCES)


@require_http_methods(["GET", "HEAD", "POST"])
@_writers
def publish_steps(request: MemberRequest, pk: int) -> HttpResponse:
    """Publish, or show what keeps the steps from being published."""
    sequence = get_sequence(request.workspace, pk)
    if request.method == "POST":
        try:
            messages.success(request, _published(publish(actor(request), sequence, timezone.now())))
        except Invalid as refused:
            return show_steps(request, sequence, refused=refused)
        except Conflict as refused:
            messages.info(request, str(refused))
    # A reload of a refused attempt comes here by GET: back to the steps.
    return redirect("sequence-steps", sequence.pk)


def _published(version: Version) -> str:
    if version.number == 1:
        return "Published. The sequence is active: records can be enrolled."
    return (
        f"Version {version.number} is published. New enrollments take it; "
        "records already enrolled finish on the version they started; Retry takes the failed step as published."
    )


@require_POST
@_writers
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Back to what is published."""
    discard_draft(actor(request), get_sequence(request.workspace, pk))
    messages.success(request, "Discarded. These are the published steps again.")
    return redirect("sequence-steps", pk)


@require_POST
@_writers
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    """Out of use, back to the list."""
    sequence = archive_sequence(actor(request), get_sequence(request.workspace, pk), timezone.now())
    messages.success(request, f"“{sequence.name}” is archived. Records that are in it go on.")
    return redirect("sequencing")


@require_POST
@_writers
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Into use again."""
    sequence = restore_sequence(actor(request), get_sequence(request.workspace, pk), timezone.now())
    messages.success(request, f"“{sequence.name}” is restored: it takes enrollments again.")
    return redirect("sequence", sequence.pk)
