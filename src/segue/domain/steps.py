"""The kinds of step, what each is configured with, and what keeps a step from being published."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from segue.domain.addresses import web_address_problem
from segue.domain.naming import without_hidden
from segue.domain.records import FieldSet, RecordType
from segue.domain.template import problems_in

MOST_STEPS = 100
SHORT, LONG = 250, 50_000

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=SHORT), AfterValidator(without_hidden)]
LongText = Annotated[str, StringConstraints(max_length=LONG)]


class StepKind(StrEnum):
    """What a step does."""

    EMAIL = "email"
    CALL = "call"
    TODO = "todo"
    MESSAGE = "message"
    FIELD = "field"
    TAG = "tag"
    WEBHOOK = "webhook"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_manual(self) -> bool:
        """A person does it: the step makes a task."""
        return self in {StepKind.CALL, StepKind.TODO, StepKind.MESSAGE}

    @property
    def leaves(self) -> bool:
        """It has an effect outside the database, so it is written down as a delivery before it is tried."""
        return self in {StepKind.EMAIL, StepKind.WEBHOOK}

    @property
    def obeys_window(self) -> bool:
        """It reaches a person by itself, so it waits for the send window."""
        return self is StepKind.EMAIL


_LABELS = {
    StepKind.EMAIL: "Automatic email",
    StepKind.CALL: "Call",
    StepKind.TODO: "To-do",
    StepKind.MESSAGE: "Message task",
    StepKind.FIELD: "Field update",
    StepKind.TAG: "Tag",
    StepKind.WEBHOOK: "Webhook",
}


class _Config(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def templates(self) -> dict[str, str]:
        """The texts with merge fields, by the name of their setting."""
        return {}

    @property
    def missing(self) -> list[str]:
        """Settings that must be filled in before publishing, in words."""
        return [f"{name.capitalize()} is empty." for name, text in self.templates.items() if not text.strip()]


class EmailConfig(_Config):
    """A plain-text message to the record's address."""

    subject: ShortText = ""
    body: LongText = ""

    @property
    def templates(self) -> dict[str, str]:
        return {"subject": self.subject, "body": self.body}


class TaskConfig(_Config):
    """Something for a person to do; `wait` holds the sequence until it is done."""

    title: ShortText = ""
    body: LongText = ""
    wait: bool = True

    @property
    def templates(self) -> dict[str, str]:
        return {"title": self.title, "body": self.body}

    @property
    def missing(self) -> list[str]:
        return [] if self.title else ["Title is empty."]


class MessageChannel(StrEnum):
    """Where a person sends the message by hand."""

    LINKEDIN = "linkedin"
    SMS = "sms"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"linkedin": "LinkedIn", "sms": "SMS", "other": "Other"}[self.value]


class MessageConfig(TaskConfig):
    """A message that a person sends by hand."""

    channel: MessageChannel = MessageChannel.LINKEDIN


class FieldConfig(_Config):
    """Set a field of the record. An empty value clears it."""

    field: ShortText = ""
    value: ShortText = ""

    @property
    def templates(self) -> dict[str, str]:
        return {"value": self.value}

    @property
    def missing(self) -> list[str]:
        return [] if self.field else ["Choose the field to update."]


class TagOperation(StrEnum):
    """What happens to the tag."""

    ADD = "add"
    REMOVE = "remove"


class TagConfig(_Config):
    """Add a tag to the record or take it away."""

    operation: TagOperation = TagOperation.ADD
    tag: Annotated[str, StringConstraints(strip_whitespace=True, max_length=50), AfterValidator(without_hidden)] = ""

    @property
    def missing(self) -> list[str]:
        return [] if self.tag else ["Name the tag."]


class WebhookConfig(_Config):
    """Post the record and the enrollment, signed, to an address."""

    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""

    @property
    def missing(self) -> list[str]:
        if not self.url:
            return ["The address is empty."]
        problem = web_address_problem(self.url)
        return [problem] if problem else []


StepConfig = EmailConfig | TaskConfig | MessageConfig | FieldConfig | TagConfig | WebhookConfig

_CONFIGS: dict[StepKind, type[_Config]] = {
    StepKind.EMAIL: EmailConfig,
    StepKind.CALL: TaskConfig,
    StepKind.TODO: TaskConfig,
    StepKind.MESSAGE: MessageConfig,
    StepKind.FIELD: FieldConfig,
    StepKind.TAG: TagConfig,
    StepKind.WEBHOOK: WebhookConfig,
}


class BadStepError(ValueError):
    """A step's settings cannot be stored. `problems` maps a setting's name to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = problems


def parse_config(kind: StepKind, raw: dict[str, Any]) -> StepConfig:
    """The typed settings of a step. Unfinished ones are fine (a draft); BadStepError for impossible ones."""
    try:
        return _CONFIGS[kind].model_validate(raw)  # type: ignore[return-value]  # the union lists every class above
    except ValidationError as error:
        raise BadStepError({".".join(map(str, e["loc"])): _in_words(e) for e in error.errors()}) from error


def _in_words(error: ErrorDetails) -> str:
    if error["type"] == "string_too_long":
        return f"Write {error['ctx']['max_length']:,} characters at most."
    return "There is no such setting." if error["type"] == "extra_forbidden" else f"{error['msg']}."


def problems_of(kind: StepKind, config: StepConfig, record_type: RecordType, fields: FieldSet) -> list[str]:
    """What keeps this step from being published, in words. Empty if nothing."""
    known = fields.merge_names(record_type)
    found = list(config.missing)
    for name, text in config.templates.items():
        found += [f"{name.capitalize()}: {problem}" for problem in problems_in(text, known)]
    if isinstance(config, FieldConfig) and config.field:
        found += _field_problems(config.field, record_type, fields)
    return found


def _field_problems(key: str, record_type: RecordType, fields: FieldSet) -> list[str]:
    field = fields.of(record_type).get(key)
    if field is None:
        return [f"There is no field “{key}” on a {record_type.label.lower()}."]
    return [] if field.writable else [f"The field “{field.label}” cannot be set by a step."]
