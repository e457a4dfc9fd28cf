"""What the engine knows when it decides: plain values, read in a set, one per claimed enrollment."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from segue.domain.delay import Delay
from segue.domain.records import FieldSet, RecordType
from segue.domain.schedule import Zones
from segue.domain.steps import StepConfig, StepKind, TagConfig, TaskConfig
from segue.domain.suppressions import SuppressionReason
from segue.domain.window import Window


@dataclass(frozen=True)
class StepFacts:
    """A published step. `key` is the same in every version that carries the step on."""

    id: int
    key: str
    position: int
    kind: StepKind
    delay: Delay
    config: StepConfig

    @cached_property
    def leaves(self) -> bool:
        """It has an effect outside the database."""
        return self.kind.leaves

    @cached_property
    def looks_at_record(self) -> bool:
        """Whether anything about the record matters to it. Where nothing does, it is the same for everybody."""
        if not isinstance(self.config, TagConfig | TaskConfig):
            return True
        return any("{" in text for text in self.config.templates.values())


@dataclass(frozen=True)
class SequenceFacts:
    """The sequence a group of enrollments runs, with all the steps of their version in order."""

    id: int
    name: str
    type: RecordType
    window: Window | None
    steps: tuple[StepFacts, ...]
    opt_out_link: bool = True


@dataclass(frozen=True)
class SenderFacts:
    """The mailbox a record's mail leaves from."""

    mailbox_id: int
    name: str
    address: str
    channel: str
    signature: str = ""


@dataclass(frozen=True)
class MailFacts:
    """What is the same for all mail of a workspace. `base_url` is where recipients reach Segue."""

    footer: str = ""
    opt_out_secret: str = ""
    base_url: str = ""

    @property
    def tag(self) -> str:
        """Tells this workspace's messages from those of another."""
        return hashlib.sha256(self.opt_out_secret.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Thread:
    """The e-mails that left in this enrollment, oldest first; a follow-up may answer to them."""

    subject: str
    message_ids: tuple[str, ...]


@dataclass(slots=True)
class Snapshot:
    """One claimed enrollment with everything its step needs. Never changed; to make a frozen one takes 4 times as long.

    `name`, `email`, `values`, `fields` and `sender` are empty, and `zones` without the record's, where neither the step
    nor a window looks at them.
    """

    enrollment_id: int
    workspace_id: int
    record_id: int
    mailbox_id: int | None
    enrolled_by_id: int | None
    attempt: int
    step: StepFacts
    sequence: SequenceFacts
    sender: SenderFacts | None
    name: str
    email: str
    values: Mapping[str, Mapping[str, Any]]
    zones: Zones
    fields: FieldSet
    mail: MailFacts = MailFacts()
    thread: Thread | None = None
    suppressed: SuppressionReason | None = None
    goes_on_at: int | None = None

    @property
    def way(self) -> tuple[object, ...]:
        """Equal for those that go on alike once this step is done, lanes aside."""
        zone = self.zones.record if self.sequence.window else None
        return self.step.id, self.attempt, self.goes_on_at, self.mailbox_id, zone

    @property
    def following(self) -> StepFacts | None:
        """The step after this one that has not run yet, or None after the last."""
        index = max(self.step.position, (self.goes_on_at or 1) - 1)
        return self.sequence.steps[index] if index < len(self.sequence.steps) else None
