"""Settings, Suppressions: the whole list from a CSV file, and to one."""

from collections.abc import Iterator

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from segue.actions.import_suppressions import ImportReport, import_suppressions
from segue.domain.naming import one_line
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.domain.suppression_csv import KNOWN_REASONS, MOST_BYTES, MOST_LINES, write_lines
from segue.models import Suppression
from segue.queries.suppressions import every_suppression
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.forms import show_problems

SHOWN_LINES = 200


class ImportForm(forms.Form):
    """A list of addresses and domains."""

    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,  # told by the action, in better words
        help_text=(
            "One address or domain a line, or columns with a header: value (or email, domain), reason, note. "
            f"The reason is {KNOWN_REASONS}; words such as “unsubscribed” or “spam” are understood. "
            f"{MOST_LINES:,} lines at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.SUPPRESS)
def suppressions_import(request: MemberRequest) -> HttpResponse:
    """A POST answers with what became of each line; sent again it changes nothing more."""
    if request.method != "POST":
        return _show(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            # One byte too many is enough to refuse a file; no more of it is read.
            report = import_suppressions(
                actor(request), upload.read(MOST_BYTES + 1), one_line(upload.name)[:100], timezone.now()
            )
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            return _show(request, ImportForm(), report)
    return _show(request, form)


def _show(request: MemberRequest, form: ImportForm, report: ImportReport | None = None) -> HttpResponse:
    refused = report.refused if report else []
    context = {
        "form": form,
        "report": report,
        "refused": refused[:SHOWN_LINES],
        "more": max(0, len(refused) - SHOWN_LINES),
    }
    return render(request, "segue/workspace/suppressions_import.html", context, status=422 if form.is_bound else 200)


@require_safe
@sequences_page(Permission.SUPPRESS)
def suppressions_export(request: MemberRequest) -> StreamingHttpResponse:
    """The whole list, whatever its length, a line at a time."""
    lines = write_lines(_cells(every_suppression(request.workspace)))
    name = f"suppressions-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _cells(entries: Iterator[Suppression]) -> Iterator[tuple[str, str, str, str]]:
    return ((e.value, e.reason, e.source, e.created_at.isoformat(timespec="seconds")) for e in entries)
