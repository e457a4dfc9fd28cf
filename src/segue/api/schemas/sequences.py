"""Sequences and their steps, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StrictBool, StrictInt

from segue.api.inputs import Body, BodyId, OptionalText
from segue.api.schemas.common import Ref
from segue.domain.delay import DelayUnit
from segue.domain.records import RecordType
from segue.domain.replies import OnReply
from segue.domain.senders import SenderRule
from segue.domain.status import Status
from segue.domain.steps import MOST_STEPS, StepKind
from segue.domain.window import WindowZone
from segue.models import Sequence, Step

Config = Annotated[
    dict[str, Any],
    Field(
        description="email: subject, body, in_thread, attachments. call, todo: title, body, wait. message: title, "
        "body, wait, channel (linkedin, sms, other). field: field, value. tag: operation (add, remove), tag. "
        "webhook: url. The body of an email is HTML; plain text becomes paragraphs. Texts take merge fields, such as "
        "{{ person.first_name }}."
    ),
]
DelayAmount = Annotated[StrictInt, Field(description="Counted from when the step before was done; a year at most.")]
ClockTime = Annotated[str, Field(description="Such as 09:00.")]


class StepInput(Body):
    """A step: what to do, and how long after the one before."""

    kind: StepKind
    config: Config = Field(default_factory=dict)
    delay_amount: DelayAmount = 0
    delay_unit: DelayUnit = DelayUnit.DAYS


class PlacedStepInput(StepInput):
    """A step and its place."""

    position: StrictInt | None = Field(None, description="The place it takes, from 1; at the end if not given.")


class StepChange(Body):
    """What is not given stays as it is, also within `config`."""

    config: Config = Field(default_factory=dict)
    delay_amount: DelayAmount = Field(default_factory=int)
    delay_unit: Annotated[DelayUnit, Field(default_factory=lambda: DelayUnit.DAYS)]


class StepMove(Body):
    """Where a step goes."""

    position: StrictInt = Field(description="The new place, from 1.")


class SequenceSettings(Body):
    """What is not given stays as it is."""

    name: OptionalText
    description: OptionalText
    on_reply: Annotated[
        OnReply, Field(default_factory=lambda: OnReply.CONTINUE, description="What a reply does to the record.")
    ]
    window_days: Annotated[
        list[StrictInt],
        Field(default_factory=list, description="Days when email may leave, 0 (Monday) to 6; none: at any time."),
    ]
    window_start: Annotated[ClockTime, Field(default_factory=str)]
    window_end: Annotated[ClockTime, Field(default_factory=str)]
    window_zone: Annotated[
        WindowZone, Field(default_factory=lambda: WindowZone.WORKSPACE, description="Whose clock the window follows.")
    ]
    sender_rule: Annotated[
        SenderRule,
        Field(
            default_factory=lambda: SenderRule.ENROLLER,
            description="Whose mailbox its mail leaves from; chosen when a record is enrolled, and kept.",
        ),
    ]
    sender_mailbox_id: Annotated[
        BodyId | None, Field(default_factory=lambda: None, description="The mailbox, where the rule is fixed.")
    ]
    opt_out_link: Annotated[
        StrictBool,
        Field(default_factory=lambda: True, description="Whether each e-mail ends with a link to unsubscribe."),
    ]


class SequenceInput(SequenceSettings):
    """A new sequence, with its steps if you have them."""

    type: RecordType
    name: str
    steps: Annotated[list[StepInput], Field(default_factory=list, max_length=MOST_STEPS)]
    publish: StrictBool = False


class SequenceStep(BaseModel):
    """A step. The `key` stays the same from version to version."""

    key: str
    position: int
    kind: StepKind
    kind_label: str
    delay_amount: int
    delay_unit: DelayUnit
    config: dict[str, Any]

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls(
            kind_label=StepKind(step.kind).label,
            **{name: getattr(step, name) for name in cls.model_fields if name != "kind_label"},
        )


class StepProblem(BaseModel):
    """What keeps the steps from being published. `step` is the step's key, empty for the whole."""

    step: str
    message: str


class SequenceSummary(BaseModel):
    """A sequence, and how many of its enrollments have each status."""

    id: int
    type: RecordType
    name: str
    description: str
    state: Literal["draft", "active", "archived"]
    owner: Ref | None
    on_reply: OnReply
    window_days: list[int]
    window_start: ClockTime
    window_end: ClockTime
    window_zone: WindowZone
    sender_rule: SenderRule
    sender_mailbox_id: int | None = Field(description="The mailbox, where the rule is fixed.")
    opt_out_link: bool
    version: int | None = Field(description="The published version; null before the first.")
    counts: dict[Status, int]
    created_at: datetime
    archived_at: datetime | None


class SequenceDetails(SequenceSummary):
    """A sequence with its steps: those of the draft if there is one, else those that are published."""

    steps: list[SequenceStep]
    has_unpublished_changes: bool
    problems: list[StepProblem]


class Sequences(BaseModel):
    """Sequences by name."""

    items: list[SequenceSummary]


def summary_of(sequence: Sequence, counts: dict[Status, int]) -> dict[str, Any]:
    """The values of a summary."""
    columns = (
        "id", "type", "name", "description", "state", "on_reply", "window_days", "window_zone", "created_at",
        "archived_at", "sender_rule", "sender_mailbox_id", "opt_out_link",
    )  # fmt: skip
    return {name: getattr(sequence, name) for name in columns} | {
        "owner": Ref(id=sequence.owner.pk, name=str(sequence.owner)) if sequence.owner else None,
        "window_start": f"{sequence.window_start:%H:%M}",
        "window_end": f"{sequence.window_end:%H:%M}",
        "version": sequence.current_version.number if sequence.current_version else None,
        "counts": counts,
    }
