"""Settings, Fields: what a workspace knows about people and companies beyond the built-in fields."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from segue.actions.add_field import add_field
from segue.actions.delete_field import delete_field
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.queries.custom_fields import custom_fields, get_custom_field
from segue.queries.fields import field_set
from segue.web.access import MemberRequest, actor, member_view
from segue.web.back import back_to
from segue.web.forms import given, show_problems


class FieldForm(forms.Form):
    """A new field."""

    record_type = forms.ChoiceField(label="Of", choices=[(t.value, t.plural.capitalize()) for t in RecordType])
    label = forms.CharField(label="Label", widget=forms.TextInput(attrs={"placeholder": "Notice period"}))
    key = forms.CharField(
        label="Key",
        required=False,
        help_text="How steps call it, for good. Left empty, it is made from the label.",
        widget=forms.TextInput(attrs={"placeholder": "notice_period", "autocapitalize": "none", "spellcheck": "false"}),
    )


@member_view
def fields(request: MemberRequest) -> HttpResponse:
    """Everybody who writes texts needs the keys; an admin can add a field here."""
    if request.method == "POST":
        return _add(request)
    return _show(request, FieldForm())


def _add(request: MemberRequest) -> HttpResponse:
    actor(request).require(Permission.ADMINISTER)
    form = FieldForm(request.POST)
    if form.is_valid():
        record_type = RecordType(given(form, "record_type"))
        try:
            field = add_field(actor(request), record_type, given(form, "label"), given(form, "key"))
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            messages.success(request, f"{field.label} is now on the Datasheet of every {record_type.value}.")
            return redirect("fields")
    return _show(request, form)


def _show(request: MemberRequest, form: FieldForm) -> HttpResponse:
    known = field_set(request.workspace)
    own = custom_fields(request.workspace)
    groups = [
        {
            "type": record_type,
            "own": [field for field in own if field.record_type == record_type],
            "built_in": [field for field in known.of(record_type).values() if field.built_in],
        }
        for record_type in RecordType
    ]
    context = {"form": form, "groups": groups, "may_change": request.member.may(Permission.ADMINISTER)}
    return render(request, "segue/workspace/fields.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(Permission.ADMINISTER)
def field_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Refused while a published step needs it."""
    field = get_custom_field(request.workspace, pk)
    return back_to(request, "fields", lambda: delete_field(actor(request), field), f"{field.label} was deleted.")
