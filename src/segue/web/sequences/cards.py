"""How each step looks on the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass

from segue.domain.records import Field, RecordType
from segue.domain.steps import (
    EmailConfig,
    FieldConfig,
    MessageConfig,
    StepConfig,
    StepKind,
    TagConfig,
    TaskConfig,
)
from segue.models import Sequence, Step
from segue.queries.fields import field_set
from segue.queries.sequences import problems_in_steps, standing

LONGEST_PREVIEW = 240


@dataclass(frozen=True)
class StepCard:
    """A step with what its card says. `here` is how many records In Progress stand at it."""

    step: Step
    title: str
    preview: str
    note: str
    problems: list[str]
    here: int
    is_last: bool

    @property
    def kind(self) -> StepKind:
        return StepKind(self.step.kind)

    @property
    def wait(self) -> str:
        return f"Wait {self.step.delay}" if self.step.delay_amount else ""


def step_cards(sequence: Sequence, steps: list[Step]) -> list[StepCard]:
    """The cards of these steps, in a number of queries that does not depend on how many there are."""
    fields = field_set(sequence.workspace)
    problems = problems_in_steps(sequence, steps, fields)
    here = standing(sequence)
    known = fields.of(RecordType(sequence.type))
    return [
        StepCard(
            step=step,
            title=title_of(step.parsed, known),
            preview=_preview(step.parsed),
            note=_note(step.parsed),
            problems=problems.get(step.key, []),
            here=here.get(step.key, 0),
            is_last=step.position == len(steps),
        )
        for step in steps
    ]


def title_of(config: StepConfig, known: Mapping[str, Field]) -> str:
    """The step in a few words; says so where they are missing."""
    if isinstance(config, EmailConfig):
        return config.subject or ("Reply to the previous email" if config.in_thread else "No subject yet")
    if isinstance(config, TaskConfig):
        return config.title or "No title yet"
    if isinstance(config, FieldConfig):
        return _field_title(config, known)
    if isinstance(config, TagConfig):
        verb = "Add" if config.operation == "add" else "Remove"
        return f"{verb} tag “{config.tag}”" if config.tag else "No tag yet"
    return config.url or "No address yet"


def _field_title(config: FieldConfig, known: Mapping[str, Field]) -> str:
    if not config.field:
        return "No field yet"
    label = known[config.field].label if config.field in known else config.field
    return f"Set {label} to “{config.value}”" if config.value else f"Clear {label}"


def _preview(config: StepConfig) -> str:
    text = config.templates["body"] if isinstance(config, EmailConfig | TaskConfig) else ""
    return " ".join(text[:LONGEST_PREVIEW].split())


def _note(config: StepConfig) -> str:
    if not isinstance(config, TaskConfig):
        return ""
    channel = f"{config.channel.label} · " if isinstance(config, MessageConfig) else ""
    return channel + ("waits until it is done" if config.wait else "goes on at once")
