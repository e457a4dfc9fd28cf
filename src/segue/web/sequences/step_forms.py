"""The form of each kind of step. A draft may be unfinished, so nothing here is required."""

from typing import Any

from django import forms

from segue.domain.delay import DelayUnit
from segue.domain.steps import (
    LONG,
    SHORT,
    EmailConfig,
    FieldConfig,
    MessageChannel,
    MessageConfig,
    StepKind,
    TagOperation,
    TaskConfig,
)
from segue.models import Step
from segue.web.merge_forms import DraftField, MergeForm, body_field, merged, subject_field


class DraftChoiceField(forms.ChoiceField):
    """Chosen before publishing, not before saving."""

    def validate(self, value: Any) -> None:
        """Publishing checks what is missing."""
        if value:
            super().validate(value)


class StepForm(MergeForm):
    """The delay that every step has; the settings are those of its kind."""

    delay_amount = forms.IntegerField(
        widget=forms.NumberInput({"min": 0, "aria-label": "How long to wait", "inputmode": "numeric"}),
        error_messages={"required": "Write a number; 0 means at once."},
    )
    delay_unit = forms.ChoiceField(
        choices=[(u.value, u.label) for u in DelayUnit], widget=forms.Select({"aria-label": "Unit"})
    )

    @property
    def settings(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("delay_")]

    @property
    def config(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("delay_")}

    @property
    def last_merged(self) -> str:
        """The last text that takes merge fields: their menu comes below it. "" where none does."""
        return next((f.name for f in reversed(self.settings) if "data-merge" in f.field.widget.attrs), "")


class IdsField(forms.Field):
    """Ids of things that the form lists, each in a hidden control of its own."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        return [int(text) for text in value or [] if str(text).isdecimal() and len(str(text)) < 19]


class EmailForm(StepForm):
    subject = subject_field()
    body = body_field()
    in_thread = forms.BooleanField(
        label=EmailConfig.label("in_thread"),
        required=False,
        help_text="It joins that conversation. Without a subject of its own it takes “Re:” and that email’s.",
    )
    attachments = IdsField(required=False)

    @property
    def file_ids(self) -> list[int]:
        """The files that the form holds now."""
        field = self["attachments"]
        return IdsField().to_python(field.value())


class TaskForm(StepForm):
    title = DraftField(max_length=SHORT, widget=forms.TextInput(merged()))
    body = forms.CharField(
        label=TaskConfig.label("body"),
        required=False,
        max_length=LONG,
        strip=False,
        widget=forms.Textarea(merged()),
    )
    wait = forms.TypedChoiceField(
        label="Then",
        choices=[("True", "Wait until it is done"), ("False", "Go on at once")],
        coerce=lambda value: value == "True",
        initial="True",
        widget=forms.RadioSelect,
    )


class MessageForm(TaskForm):
    channel = forms.ChoiceField(
        choices=[(c.value, c.label) for c in MessageChannel], initial=MessageChannel.LINKEDIN, widget=forms.RadioSelect
    )
    field_order = ("channel", "title", "body", "wait")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = MessageConfig.label("body")


class FieldForm(StepForm):
    field = DraftChoiceField(label="Field")
    value = forms.CharField(
        label=FieldConfig.label("value"),
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(merged()),
        help_text="Leave it empty to clear the field.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        writable = [(f.key, f.label) for f in self.known.of(self.record_type).values() if f.writable]
        stored = self.initial.get("field")
        gone = [(stored, f"{stored} (no such field)")] if stored and stored not in dict(writable) else []
        choices = [("", "Choose a field"), *writable, *gone]
        self.fields["field"] = DraftChoiceField(label="Field", choices=choices)
        self.order_fields(["field", "value"])


class TagForm(StepForm):
    operation = forms.ChoiceField(
        label="Do",
        choices=[(TagOperation.ADD.value, "Add the tag"), (TagOperation.REMOVE.value, "Remove the tag")],
        initial=TagOperation.ADD,
        widget=forms.RadioSelect,
    )
    tag = DraftField(max_length=50, widget=forms.TextInput({"autocomplete": "off"}))


class WebhookForm(StepForm):
    url = DraftField(
        label="Address",
        max_length=2_000,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "placeholder": "https://example.com/hook"}),
    )


FORMS: dict[StepKind, type[StepForm]] = {
    StepKind.EMAIL: EmailForm,
    StepKind.CALL: TaskForm,
    StepKind.TODO: TaskForm,
    StepKind.MESSAGE: MessageForm,
    StepKind.FIELD: FieldForm,
    StepKind.TAG: TagForm,
    StepKind.WEBHOOK: WebhookForm,
}


def initial_of(step: Step) -> dict[str, Any]:
    """What the form of this step starts with."""
    return {"delay_amount": step.delay_amount, "delay_unit": step.delay_unit} | step.parsed.model_dump(mode="json")
