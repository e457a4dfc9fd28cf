"""The form of a record. It gathers and converts what was typed; what is right and wrong is the action's to say."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy

from segue.domain.records import Field, RecordType
from segue.domain.refusals import Invalid
from segue.domain.time_zones import current_time_zones
from segue.models import Record, Workspace
from segue.queries.fields import field_set
from segue.queries.record_choices import owner_choices
from segue.queries.records import tags_of

# Names of the form's fields that the action knows by another name.
_FORM_NAMES = {"owner_id": "owner"}
_INPUT_TYPES = {"email": "email", "phone": "tel"}
_AUTOFILL_OFF = {"autocomplete": "off"}


class RecordForm(forms.Form):
    """Fields of one record type in one workspace: built-in, company, owner, tags, and the workspace's own."""

    def __init__(
        self, workspace: Workspace, record_type: RecordType, record: Record | None = None, data: QueryDict | None = None
    ) -> None:
        super().__init__(data, initial=_initial(record) if record else {}, label_suffix="")
        self.workspace, self.record_type, self.record = workspace, record_type, record
        known = field_set(workspace).of(record_type).values()
        self.own = [f"fields.{field.key}" for field in known if not field.built_in]
        for field in known:
            if field.writable:
                self.fields[field.key if field.built_in else f"fields.{field.key}"] = _text_field(field, record_type)
        if record_type is RecordType.PERSON:
            self.fields["company"] = _company_field()
        self.fields["owner"] = forms.TypedChoiceField(
            required=False, coerce=int, empty_value=None, choices=[("", "Nobody"), *owner_choices(workspace)]
        )
        self.fields["tags"] = _tags_field()

    @property
    def changes(self) -> dict[str, object]:
        """What was typed, as the actions take it."""
        cleaned = self.cleaned_data
        data: dict[str, object] = {
            "owner_id": cleaned["owner"],
            "tags": [tag for tag in cleaned["tags"].split(",") if tag.strip()],
            "fields": {name.removeprefix("fields."): cleaned[name] for name in self.own},
        }
        # As it was: of two companies with this name the one it is in, which the name alone would not say.
        same_company = {"company"} if self.record and cleaned.get("company") == self.initial["company"] else set()
        return data | {k: v for k, v in cleaned.items() if k not in {*self.own, "owner", "tags", *same_company}}

    def show_problems(self, refusal: Invalid) -> None:
        """Put each problem beside the field it is about."""
        for key, problems in refusal.problems.items():
            name = _FORM_NAMES.get(key, key)
            for problem in problems:
                self.add_error(name if name in self.fields else None, problem)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]


def _initial(record: Record) -> dict[str, Any]:
    built_in = {name: getattr(record, name) for name in ("name", "first_name", "last_name", "email", "phone", "title")}
    more = {name: getattr(record, name) for name in ("domain", "industry", "city", "time_zone")}
    custom = {f"fields.{key}": text for key, text in record.fields.items()}
    company = record.company.name if record.company else ""
    return built_in | more | custom | {"company": company, "owner": record.owner_id, "tags": ", ".join(tags_of(record))}


def _text_field(field: Field, record_type: RecordType) -> forms.CharField:
    attributes = dict(_AUTOFILL_OFF)
    if field.built_in and field.key == "time_zone":
        attributes |= {"list": "time-zones", "placeholder": "Europe/Amsterdam", "spellcheck": "false"}
    if field.built_in and field.key == "domain":
        attributes |= {"placeholder": "example.com", "spellcheck": "false", "inputmode": "url"}
    kind = _INPUT_TYPES.get(field.key, "text") if field.built_in else "text"
    is_required = field.key == "name" and record_type is RecordType.COMPANY
    # Required is marked for the eye only: the action's own words come beside the field.
    widget = forms.TextInput({**attributes, "type": kind} | ({"aria-required": "true"} if is_required else {}))
    return forms.CharField(required=False, label=field.label, widget=widget)


def _company_field() -> forms.CharField:
    return forms.CharField(required=False, widget=_suggesting("company-options"))


def _tags_field() -> forms.CharField:
    return forms.CharField(required=False, help_text="Separate tags with commas.", widget=_suggesting("tag-options"))


def _suggesting(url_name: str) -> forms.TextInput:
    """A text input whose list of suggestions follows what is typed, so that thousands are no burden."""
    return forms.TextInput(
        {
            **_AUTOFILL_OFF,
            "list": url_name,
            "hx-get": reverse_lazy(url_name),
            "hx-trigger": "input changed delay:150ms, focus once",
            "hx-target": f"#{url_name}",
            "hx-sync": "this:replace",
        }
    )


def time_zones() -> tuple[str, ...]:
    """Names to suggest."""
    return ("UTC", *current_time_zones())
