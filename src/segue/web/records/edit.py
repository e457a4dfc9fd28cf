"""Adding a record and changing one, each on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from segue.actions.save_record import DuplicateEmail, create_record, update_record
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.models import Record
from segue.queries.records import get_record
from segue.web.access import MemberRequest, actor, member_view
from segue.web.records.forms import RecordForm, time_zones


@require_http_methods(["GET", "POST"])
@member_view(Permission.WRITE_RECORDS)
def new(request: MemberRequest, record_type: RecordType) -> HttpResponse:
    """Add a person or a company. A company's page leads here with itself chosen."""
    if request.method == "POST":
        return _save(request, record_type, None)
    form = RecordForm(request.workspace, record_type)
    form.initial = {name: request.GET[name] for name in ("company", "name") if name in request.GET}
    return _page(request, form)


@require_http_methods(["GET", "POST"])
@member_view(Permission.WRITE_RECORDS)
def edit(request: MemberRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Change a record."""
    record = get_record(request.workspace, record_type, pk)
    if request.method == "POST":
        return _save(request, record_type, record)
    return _page(request, RecordForm(request.workspace, record_type, record))


def _save(request: MemberRequest, record_type: RecordType, record: Record | None) -> HttpResponse:
    form = RecordForm(request.workspace, record_type, record, request.POST)
    duplicate: Record | None = None
    if form.is_valid():
        try:
            saved = _act(request, form)
        except Invalid as refusal:
            form.show_problems(refusal)
        except DuplicateEmail as refusal:
            duplicate = refusal.existing
        else:
            messages.success(request, "Saved." if record else f"{saved.name} added.")
            return redirect(saved.type, saved.pk)
    return _page(request, form, duplicate, status=422)


def _act(request: MemberRequest, form: RecordForm) -> Record:
    email = form.cleaned_data["email"]
    # The button names the address it was offered for: agreeing to one duplicate is not agreeing to the next.
    duplicate_ok = bool(email) and request.POST.get("duplicate_ok", "").lower() == email.lower()
    who, now = actor(request), timezone.now()
    if form.record:
        return update_record(who, form.record, form.changes, now, duplicate_ok=duplicate_ok)
    return create_record(who, form.record_type, form.changes, now, duplicate_ok=duplicate_ok)


def _page(request: MemberRequest, form: RecordForm, duplicate: Record | None = None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "record": form.record,
        "record_type": form.record_type,
        "duplicate": duplicate,
        "email": form.data.get("email", ""),
        "time_zones": time_zones(),
    }
    return render(request, "segue/records/edit.html", context, status=status)
