"""Forms of a sequence itself. What may be stored is decided by the actions; `add_problems` shows what they say."""

from typing import Any

from django import forms
from django.http import QueryDict

from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.domain.replies import OnReply
from segue.domain.senders import SenderRule
from segue.domain.window import WEEKDAYS, WindowZone
from segue.models import Sequence
from segue.queries.mailboxes import mailboxes_of


def add_problems(form: forms.Form, refused: Invalid) -> None:
    """Put each problem beside its field; those without one above the form."""
    for name, texts in refused.problems.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


class NameForm(forms.Form):
    """What both a new and an old sequence are asked."""

    name = forms.CharField(
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Give the sequence a name."},
    )
    description = forms.CharField(
        max_length=250, required=False, help_text="One line that tells colleagues what it is for."
    )


class NewSequenceForm(NameForm):
    """A new sequence: its type is asked once and for all."""

    type = forms.ChoiceField(
        choices=[(t.value, t.label) for t in RecordType],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the sequence is for people or for companies."},
    )


class SettingsForm(NameForm):
    """The Settings tab."""

    on_reply = forms.ChoiceField(
        label="When someone replies",
        choices=[(r.value, r.label) for r in OnReply],
        widget=forms.RadioSelect,
        help_text="If a recipient replies to an email in the sequence, future steps still run. To prevent this, choose "
        "otherwise here, stop the record in the sequence, or remove it.",
    )
    sender_rule = forms.ChoiceField(
        label="Whose mailbox sends",
        choices=[(r.value, r.label) for r in SenderRule],
        widget=forms.RadioSelect,
        help_text="Chosen when a record is enrolled, and kept. Unless it is always the same mailbox, a record that was "
        "written to before hears from the one it knows.",
    )
    sender_mailbox_id = forms.ChoiceField(label="Mailbox", required=False)
    opt_out_link = forms.BooleanField(
        label="Put a link to unsubscribe into every email",
        required=False,
        help_text="Whoever uses it is written to no more, by any sequence.",
    )
    window_mode = forms.ChoiceField(
        label="Automatic emails leave",
        choices=[("any", "At any time"), ("window", "Only on these days and hours")],
        widget=forms.RadioSelect,
    )
    window_days = forms.TypedMultipleChoiceField(
        label="Days",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    window_start = forms.TimeField(label="From", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    window_end = forms.TimeField(label="To", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    window_zone = forms.ChoiceField(
        label="By whose clock", choices=[(z.value, z.label) for z in WindowZone], widget=forms.RadioSelect
    )

    def __init__(self, sequence: Sequence, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=self.initial_of(sequence))
        mailboxes = [(str(m.pk), str(m)) for m in mailboxes_of(sequence.workspace)]
        field = self.fields["sender_mailbox_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose a mailbox"), *mailboxes]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("window_mode") == "window" and not data.get("window_days") and "window_days" not in self.errors:
            self.add_error("window_days", "Choose at least one day, or let emails leave at any time.")
        return data

    @property
    def changes(self) -> dict[str, Any]:
        """The settings as `change_sequence` takes them; outside window mode the days go, the hours stay."""
        data = dict(self.cleaned_data)
        if data.pop("window_mode") == "any":
            data["window_days"] = []
        if data["sender_rule"] != SenderRule.FIXED:
            data["sender_mailbox_id"] = None
        return data

    @staticmethod
    def initial_of(sequence: Sequence) -> dict[str, Any]:
        return {
            "name": sequence.name,
            "description": sequence.description,
            "on_reply": sequence.on_reply,
            "sender_rule": sequence.sender_rule,
            "sender_mailbox_id": sequence.sender_mailbox_id or "",
            "opt_out_link": sequence.opt_out_link,
            "window_mode": "window" if sequence.window_days else "any",
            "window_days": sequence.window_days or [0, 1, 2, 3, 4],
            "window_start": sequence.window_start,
            "window_end": sequence.window_end,
            "window_zone": sequence.window_zone,
        }
