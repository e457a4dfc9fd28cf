"""Enroll Record: the dialog above a sequence's table. Search, select many, and hear what became of each."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from segue.actions.enroll import EnrollResult, enroll
from segue.domain.records import RecordType
from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.models import Sequence
from segue.queries.candidates import MOST_COUNTED, find_records
from segue.queries.enroll_runs import running_in
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.answers import done, refreshing
from segue.web.enrollments.enroll_all import show_run
from segue.web.enrollments.filter import clean_search, read_ids
from segue.web.enrollments.rows import face_of

CLOSED = {
    "draft": "is a draft: publish its steps first, then enroll.",
    "archived": "is archived: restore it under its Settings, then enroll.",
}


@dataclass(frozen=True)
class Outcome:
    """What became of the chosen records."""

    results: list[EnrollResult]

    @property
    def enrolled(self) -> list[EnrollResult]:
        return [result for result in self.results if result.refusal is None]

    @property
    def refused(self) -> list[EnrollResult]:
        return [result for result in self.results if result.refusal is not None]


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.ENROLL)
def enroll_records(request: MemberRequest, pk: int) -> HttpResponse:
    sequence = get_sequence(request.workspace, pk)
    if request.method == "POST":
        return _enroll(request, sequence)
    if sequence.state in CLOSED:
        raise Conflict(f"{sequence.name} {CLOSED[sequence.state]}")
    run = None if "choose" in request.GET else running_in(sequence)
    return show_run(request, run) if run else _dialog(request, sequence)


@require_safe
@sequences_page(Permission.ENROLL)
def enroll_search(request: MemberRequest, pk: int) -> HttpResponse:
    """The options of the dialog; those that cannot be chosen say why."""
    sequence = get_sequence(request.workspace, pk)
    q = clean_search(request.GET.get("q", ""))
    many = RecordType(sequence.type).plural
    nothing = f"No {many} match “{q}”." if q else f"There are no {many} in this workspace yet."
    found = find_records(sequence, q)
    options = [(option, face_of(sequence.type, option.id, option.name)) for option in found.options]
    matching = f"{MOST_COUNTED:,}+" if found.matching > MOST_COUNTED else found.matching if found.matching > 1 else None
    context = {"options": options, "nothing": nothing, "kind": sequence.type, "sequence": sequence, "q": q}
    context |= {"matching": matching, "many": many}
    return render(request, "segue/enrollments/_options.html", context)


def _enroll(request: MemberRequest, sequence: Sequence) -> HttpResponse:
    ids = read_ids(request.POST.getlist("records"))
    if not ids:
        return _dialog(request, sequence, "Choose at least one record from the list.")
    outcome = Outcome(enroll(actor(request), sequence, ids, timezone.now()))
    if not outcome.refused:
        return done(_sentence(outcome.enrolled, sequence), closes="dialog")
    context = {"sequence": sequence, "outcome": outcome}
    status = 200 if outcome.enrolled else 422
    return refreshing(render(request, "segue/enrollments/_enrolled.html", context, status=status))


def _sentence(enrolled: list[EnrollResult], sequence: Sequence) -> str:
    who = enrolled[0].name if len(enrolled) == 1 else f"{len(enrolled):,} {RecordType(sequence.type).plural}"
    return f"Enrolled {who} in {sequence.name}."


def _dialog(request: MemberRequest, sequence: Sequence, error: str = "") -> HttpResponse:
    kind = RecordType(sequence.type)
    context = {"sequence": sequence, "one": kind.value, "many": kind.plural, "error": error}
    return render(request, "segue/enrollments/_enroll.html", context, status=422 if error else 200)
