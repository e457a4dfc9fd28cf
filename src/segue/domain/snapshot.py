"""What the engine knows when it decides: plain values, read in a set, one per claimed enrollment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from segue.domain.delay import Delay
from segue.domain.records import FieldSet, RecordType
from segue.domain.schedule import Zones
from segue.domain.steps import StepConfig, StepKind
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

    def after(self, step: StepFacts) -> StepFacts | None:
        """The step that follows, or None after the last."""
        return self.steps[step.position] if step.position < len(self.steps) else None


@dataclass(frozen=True)
class SenderFacts:
    """The mailbox a record's mail leaves from."""

    mailbox_id: int
    name: str
    address: str
    channel: str


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
    email: str
    values: Mapping[str, Mapping[str, Any]]
    zones: Zones
    fields: FieldSet
