"""Steps that are still to come, filled in for one record as far as that can be done now."""

from segue.domain.records import RecordType
from segue.domain.snapshot import SenderFacts
from segue.domain.steps import EmailConfig, FieldConfig, StepConfig, TagConfig, TagOperation, TaskConfig
from segue.domain.template import MissingValueError, TemplateTextError, render
from segue.models import Enrollment
from segue.queries.fields import field_set
from segue.queries.merge_values import merge_values


class Previews:
    """Says what a step will do for this record, in a few words."""

    def __init__(self, enrollment: Enrollment) -> None:
        """Its record with the company and its mailbox are at hand."""
        box, fields = enrollment.mailbox, field_set(enrollment.workspace)
        sender = SenderFacts(box.id, box.name, box.address, box.kind) if box else None
        self._values = merge_values(enrollment.record, sender, fields)
        self._labels = {key: field.label for key, field in fields.of(RecordType(enrollment.record.type)).items()}

    def of(self, config: StepConfig) -> str:
        if isinstance(config, EmailConfig):
            return self._fill(config.subject) or "Reply to the previous email"
        if isinstance(config, TaskConfig):
            return self._fill(config.title)
        if isinstance(config, FieldConfig):
            label, value = self._labels.get(config.field, config.field), self._fill(config.value)
            return f"Set {label} to “{value}”" if value else f"Clear {label}"
        if isinstance(config, TagConfig):
            return f"{'Add' if config.operation is TagOperation.ADD else 'Remove'} tag “{config.tag}”"
        return config.url

    def _fill(self, text: str) -> str:
        """With a value missing, or a text that cannot be filled in, as it was written."""
        try:
            return " ".join(render(text, self._values).split())
        except (MissingValueError, TemplateTextError):
            return text
