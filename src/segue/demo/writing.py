"""Writes the example's sequences, as somebody does in the steps editor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from segue.actions.change_sequence import change_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step
from segue.actions.publish import publish
from segue.actions.save_email_template import TemplateTexts, create_email_template
from segue.domain.delay import DelayUnit
from segue.domain.records import RecordType
from segue.domain.steps import StepKind
from segue.models import Sequence
from segue.models.actor import Actor


@dataclass(frozen=True)
class StepPlan:
    """A step, after a delay."""

    kind: StepKind
    config: Mapping[str, Any]
    amount: int = 0
    unit: DelayUnit = DelayUnit.DAYS


@dataclass(frozen=True)
class SequencePlan:
    """A sequence to be written; `settings` as `change_sequence` takes them."""

    name: str
    type: RecordType
    description: str
    steps: tuple[StepPlan, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    published: bool = True


TemplatePlan = tuple[RecordType, TemplateTexts]


def write_templates(actor: Actor, plans: Iterable[TemplatePlan], now: datetime) -> None:
    """Emails to begin steps with."""
    for record_type, texts in plans:
        create_email_template(actor, record_type, texts, now)


def write(actor: Actor, plan: SequencePlan, now: datetime) -> Sequence:
    """Create the sequence with its steps, and publish it unless it is to stay a draft."""
    sequence = create_sequence(actor, plan.type, plan.name, plan.description, now)
    for step in plan.steps:
        add(actor, sequence, step, now)
    change_sequence(actor, sequence, plan.settings, now)
    if plan.published:
        publish(actor, sequence, now)
    return sequence


def add(actor: Actor, sequence: Sequence, step: StepPlan, now: datetime) -> None:
    """Add a step at the end of the draft."""
    add_step(actor, sequence, step.kind, step.config, step.amount, step.unit, now)
