"""[+] on the Sequences card of a Datasheet: choose a sequence of the record's type, and enroll the record in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from segue.actions.enroll import enroll
from segue.domain.records import RecordType
from segue.domain.refusals import NotFound, Refused
from segue.domain.roles import Permission
from segue.models import Record, Workspace
from segue.queries.candidates import search_sequences
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.answers import done
from segue.web.enrollments.filter import clean_search, read_ids


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.ENROLL)
def record_enroll(request: MemberRequest, pk: int) -> HttpResponse:
    record = find_record(request.workspace, pk)
    if request.method == "POST":
        return _enroll(request, record)
    return _dialog(request, record)


@require_safe
@sequences_page(Permission.ENROLL)
def record_enroll_search(request: MemberRequest, pk: int) -> HttpResponse:
    """The options of the dialog: active sequences of the record's type; those it is in already say so."""
    record = find_record(request.workspace, pk)
    q = clean_search(request.GET.get("q", ""))
    label = RecordType(record.type).label
    nothing = f"No active {label} sequence matches “{q}”." if q else f"There is no active {label} sequence yet."
    options = [(option, None) for option in search_sequences(record, q)]
    context = {"options": options, "nothing": nothing, "kind": "sequence", "record_type": record.type}
    return render(request, "segue/enrollments/_options.html", context)


def find_record(workspace: Workspace, pk: int) -> Record:
    """A record of either type."""
    record = Record.objects.filter(workspace=workspace, pk=pk).select_related("company").first()
    if record is None:
        raise NotFound("There is no such record in this workspace.")
    return record


def _enroll(request: MemberRequest, record: Record) -> HttpResponse:
    ids = read_ids(request.POST.getlist("sequences"))
    if not ids or len(ids) != 1:
        return _dialog(request, record, "Choose a sequence from the list.")
    try:
        sequence = get_sequence(request.workspace, ids[0])
        [result] = enroll(actor(request), sequence, [record.pk], timezone.now())
    except Refused as refusal:
        return _dialog(request, record, str(refusal))
    if result.refusal is not None:
        return _dialog(request, record, f"Not enrolled in {sequence.name}. {result.message}")
    return done(f"Enrolled {record.name} in {sequence.name}.", closes="dialog")


def _dialog(request: MemberRequest, record: Record, error: str = "") -> HttpResponse:
    context = {"record": record, "label": RecordType(record.type).label, "error": error}
    return render(request, "segue/enrollments/_record_enroll.html", context, status=422 if error else 200)
