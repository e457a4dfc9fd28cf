"""The kinds of step, what each is configured with, and what keeps a step from being published."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from segue.domain.addresses import web_address_problem
from segue.domain.errors import ErrorCode
from segue.domain.files import MOST_FILES
from segue.domain.html import tidy, to_text
from segue.domain.naming import without_hidden
from segue.domain.networks import is_private
from segue.domain.records import FieldSet, RecordType
from segue.domain.template import html_problems_in, problems_in

MOST_STEPS = 100
SHORT, LONG = 250, 50_000
LONGEST_HTML = 6 * LONG  # as much as a text of LONG can become

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=SHORT), AfterValidator(without_hidden)]
LongText = Annotated[str, StringConstraints(max_length=LONG)]


def _of_readable_length(html: str) -> str:
    if len(to_text(html)) > LONG:
        raise PydanticCustomError("string_too_long", "Too long", {"max_length": LONG})
    return html


HtmlText = Annotated[
    str, StringConstraints(max_length=LONGEST_HTML), AfterValidator(tidy), AfterValidator(_of_readable_length)
]


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
        return self in _MANUAL

    @property
    def leaves(self) -> bool:
        """It has an effect outside the database, so it is written down as a delivery before it is tried."""
        return self in _LEAVING

    @property
    def obeys_window(self) -> bool:
        """It reaches a person by itself, so it waits for the send window."""
        return self is StepKind.EMAIL


_MANUAL = (StepKind.CALL, StepKind.TODO, StepKind.MESSAGE)
_LEAVING = (StepKind.EMAIL, StepKind.WEBHOOK)
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
    labels: ClassVar[dict[str, str]] = {}

    @property
    def templates(self) -> dict[str, str]:
        """The texts with merge fields, by the name of their setting."""
        return {}

    @classmethod
    def label(cls, name: str) -> str:
        """What the form and the problems call a setting."""
        return cls.labels.get(name, name.capitalize())

    @property
    def missing(self) -> dict[str, str]:
        """Settings that must be filled in before publishing, each with words for it."""
        return {name: f"{self.label(name)} is empty." for name, text in self.templates.items() if not text.strip()}


class EmailConfig(_Config):
    """A message to the record's address. The body is HTML; `attachments` are ids.

    Sent `in_thread`, it answers the e-mail before it, and takes that one's subject where it has none of its own.
    """

    labels = {"body": "Message", "in_thread": "Send as a reply to the previous email"}

    subject: ShortText = ""
    body: HtmlText = ""
    in_thread: bool = False
    attachments: Annotated[list[int], Field(max_length=MOST_FILES)] = []

    @property
    def templates(self) -> dict[str, str]:
        return {"subject": self.subject, "body": to_text(self.body)}

    @property
    def missing(self) -> dict[str, str]:
        missing = super().missing
        return {name: words for name, words in missing.items() if name != "subject" or not self.in_thread}


class TaskConfig(_Config):
    """Something for a person to do; `wait` holds the sequence until it is done."""

    labels = {"body": "Instructions"}

    title: ShortText = ""
    body: LongText = ""
    wait: bool = True

    @property
    def templates(self) -> dict[str, str]:
        return {"title": self.title, "body": self.body}

    @property
    def missing(self) -> dict[str, str]:
        return {} if self.title else {"title": "Title is empty."}


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

    labels = {"body": "Message"}

    channel: MessageChannel = MessageChannel.LINKEDIN


class FieldConfig(_Config):
    """Set a field of the record. An empty value clears it."""

    labels = {"value": "New value"}

    field: ShortText = ""
    value: ShortText = ""

    @property
    def templates(self) -> dict[str, str]:
        return {"value": self.value}

    @property
    def missing(self) -> dict[str, str]:
        return {} if self.field else {"field": "Choose the field to update."}


class TagOperation(StrEnum):
    """What happens to the tag."""

    ADD = "add"
    REMOVE = "remove"


class TagConfig(_Config):
    """Add a tag to the record or take it away."""

    operation: TagOperation = TagOperation.ADD
    tag: Annotated[str, StringConstraints(strip_whitespace=True, max_length=50), AfterValidator(without_hidden)] = ""

    @property
    def missing(self) -> dict[str, str]:
        return {} if self.tag else {"tag": "Name the tag."}


class WebhookConfig(_Config):
    """Post the record and the enrollment, signed, to an address."""

    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""

    @property
    def missing(self) -> dict[str, str]:
        if not self.url:
            return {"url": "The address is empty."}
        problem = web_address_problem(self.url)
        return {"url": problem} if problem else {}


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
    if error["type"] == "too_long":
        return f"Attach {error['ctx']['max_length']} files at most."
    return "There is no such setting." if error["type"] == "extra_forbidden" else f"{error['msg']}."


def problems_of(
    config: StepConfig, record_type: RecordType, fields: FieldSet, allowed_networks: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """What keeps this step from being published: the setting at fault, and words. Empty if nothing.

    `allowed_networks` are the private networks (CIDR) that webhooks may call.
    """
    known = fields.merge_names(record_type)
    found = list(config.missing.items())
    for name, text in config.templates.items():
        found += [(name, f"{config.label(name)}: {problem}") for problem in problems_in(text, known)]
    if isinstance(config, EmailConfig) and not found:
        found += [("body", f"{config.label('body')}: {problem}") for problem in html_problems_in(config.body)]
    if isinstance(config, FieldConfig) and config.field:
        found += [("field", problem) for problem in _field_problems(config.field, record_type, fields)]
    if isinstance(config, WebhookConfig) and not found and is_private(config.url, allowed_networks):
        entry = ErrorCode.WEBHOOK_PRIVATE_ADDRESS.entry
        found.append(("url", f"{entry.title}. {entry.advice}"))
    return found


def _field_problems(key: str, record_type: RecordType, fields: FieldSet) -> list[str]:
    field = fields.of(record_type).get(key)
    if field is None:
        return [f"There is no field “{key}” on a {record_type.label.lower()}."]
    return [] if field.writable else [f"The field “{field.label}” cannot be set by a step."]
