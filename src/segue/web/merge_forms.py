"""What forms with merge fields share: the menu of fields, and the controls that take them."""

from typing import Any

from django import forms

from segue.domain.records import FieldSet, RecordType
from segue.domain.steps import LONGEST_HTML, SHORT, EmailConfig


class DraftField(forms.CharField):
    """Needed before publishing, not before saving."""

    def validate(self, value: Any) -> None:
        """Publishing checks what is missing."""


def merged(**attributes: str) -> dict[str, str]:
    """Attributes of a control that takes merge fields (js/insert.js)."""
    return {"data-merge": "", "autocomplete": "off"} | attributes


def subject_field() -> DraftField:
    return DraftField(max_length=SHORT, widget=forms.TextInput(merged()))


def body_field() -> DraftField:
    """HTML; js/rich-text.js makes an editor of it."""
    return DraftField(
        label=EmailConfig.label("body"),
        max_length=LONGEST_HTML,
        strip=False,
        widget=forms.Textarea(merged(**{"class": "message-text"})),
    )


class MergeForm(forms.Form):
    """Knows the merge fields of its type of record."""

    use_required_attribute = False

    def __init__(self, *args: Any, record_type: RecordType, known: FieldSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_type, self.known = record_type, known

    @property
    def merge_groups(self) -> dict[str, list[tuple[str, str]]]:
        """The merge fields, by what they are about: {"Person": [("person.city", "City")]}."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, label in self.known.merge_names(self.record_type).items():
            group = name.partition(".")[0].capitalize()
            groups.setdefault(group, []).append((name, label.removeprefix("Company: ")))
        return groups

    @property
    def fallback_example(self) -> str:
        return "there" if self.record_type is RecordType.PERSON else "your company"
