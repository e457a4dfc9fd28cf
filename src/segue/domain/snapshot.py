"""What the engine knows when it decides: plain values, read in a set, one per claimed enrollment."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from segue.domain.delay import Delay
from segue.domain.records import FieldSet, RecordType
from segue.domain.schedule import Zones
from segue.domain.steps import StepConfig, StepKind
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


@dataclass(frozen=True)
class Snapshot:
    """One claimed enrollment with everything its step needs."""

    enrollment_id: int
    workspace_id: int
    record_id: int
    mailbox_id: int | None
    enrolled_by_id: int | None
    attempt: int
    due_at: datetime
    since: datetime
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
    def following(self) -> StepFacts | None:
        """The step after this one that has not run yet, or None after the last."""
        index = max(self.step.position, (self.goes_on_at or 1) - 1)
        return self.sequence.steps[index] if index < len(self.sequence.steps) else None
