"""Enroll all that match: a run that workers carry on, its live count in the dialog, and Stop."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from segue.actions.enroll_run import begin_run, stop_run
from segue.domain.eligibility import Refusal
from segue.domain.records import RecordType
from segue.domain.roles import Permission
from segue.models import EnrollRun
from segue.models.enroll_run import RunState
from segue.queries.enroll_runs import run_of
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.answers import refreshing
from segue.web.enrollments.filter import clean_search


@require_POST
@sequences_page(Permission.ENROLL)
def enroll_all(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin, or take up what was stopped."""
    sequence = get_sequence(request.workspace, pk)
    run = begin_run(actor(request), sequence, clean_search(request.POST.get("q", "")), timezone.now())
    return refreshing(show_run(request, run))


@require_safe
@sequences_page(Permission.ENROLL)
def enroll_progress(request: MemberRequest, pk: int, run_id: int) -> HttpResponse:
    """How far it came."""
    return refreshing(show_run(request, run_of(get_sequence(request.workspace, pk), run_id)))


@require_POST
@sequences_page(Permission.ENROLL)
def enroll_stop(request: MemberRequest, pk: int, run_id: int) -> HttpResponse:
    """Enroll no more; those that are enrolled stay."""
    run = run_of(get_sequence(request.workspace, pk), run_id)
    stop_run(actor(request), run, timezone.now())
    run.refresh_from_db()
    return refreshing(show_run(request, run))


def show_run(request: MemberRequest, run: EnrollRun) -> HttpResponse:
    """The dialog; while it runs it asks for itself again."""
    context = {
        "run": run,
        "sequence": run.sequence,
        "many": RecordType(run.sequence.type).plural,
        "is_running": run.state == RunState.RUNNING,
        "is_stopped": run.state == RunState.STOPPED,
        "refused": [(Refusal(reason).label, f"{count:,}") for reason, count in sorted(run.refused.items())],
        "refused_count": f"{run.seen - run.enrolled:,}",
        "enrolled": f"{run.enrolled:,}",
    }
    return render(request, "segue/enrollments/_enroll_run.html", context)
