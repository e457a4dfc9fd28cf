"""Create a sequence whole: its settings, its steps and, if wanted, its first version. All of it or nothing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from segue.actions.change_sequence import change_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step
from segue.actions.draft.settings import checked_kind
from segue.actions.publish import publish
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.domain.steps import MOST_STEPS, BadStepError, parse_config
from segue.domain.template import read_ahead
from segue.models import Sequence as SequenceModel
from segue.models.actor import Actor

_OF_THE_STEP = {"kind", "delay_amount", "delay_unit", "position"}


@dataclass(frozen=True)
class StepDraft:
    """A step as somebody wants it."""

    kind: str
    config: Mapping[str, Any]
    delay_amount: int
    delay_unit: str


@dataclass(frozen=True)
class SequenceDraft:
    """A sequence as somebody wants it; `settings` as for change_sequence."""

    type: str
    name: str
    description: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    steps: Sequence[StepDraft] = ()
    publish: bool = False


def compose_sequence(actor: Actor, wanted: SequenceDraft, now: datetime) -> SequenceModel:
    """The new sequence. Raises Invalid; problems of a step carry its place in the list, as `steps.0.delay_amount`."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    if wanted.publish:
        _read_ahead(wanted.steps)
    return _compose(actor, wanted, now)


def _read_ahead(steps: Sequence[StepDraft]) -> None:
    """Reading texts may take a while, so it is done before the transaction that all writers wait for."""
    for step in steps[:MOST_STEPS]:
        with suppress(Invalid, BadStepError):
            parsed = parse_config(checked_kind(step.kind), dict(step.config))
            for text in parsed.templates.values():
                read_ahead(text)


@transaction.atomic
def _compose(actor: Actor, wanted: SequenceDraft, now: datetime) -> SequenceModel:
    sequence = create_sequence(actor, wanted.type, wanted.name, wanted.description, now)
    if wanted.settings:
        change_sequence(actor, sequence, wanted.settings, now)
    places = _add_steps(actor, sequence, wanted.steps, now)
    if wanted.publish:
        _publish(actor, sequence, places, now)
    sequence.refresh_from_db()
    return sequence


def setting_name(name: str) -> str:
    """A step's setting as a program writes it: `config.subject`, but plainly `delay_amount`."""
    return name if name in _OF_THE_STEP else f"config.{name}"


def _add_steps(actor: Actor, sequence: SequenceModel, steps: Sequence[StepDraft], now: datetime) -> dict[str, int]:
    """Add them all; the place of each in the list, by its key. What is wrong with any of them is told at once."""
    places: dict[str, int] = {}
    problems: dict[str, list[str]] = {}
    for place, step in enumerate(steps):
        try:
            added = add_step(actor, sequence, step.kind, step.config, step.delay_amount, step.delay_unit, now)
            places[added.key] = place
        except Invalid as refused:
            problems |= {f"steps.{place}.{setting_name(name)}": texts for name, texts in refused.problems.items()}
    if problems:
        raise Invalid(problems)
    return places


def _publish(actor: Actor, sequence: SequenceModel, places: Mapping[str, int], now: datetime) -> None:
    try:
        publish(actor, sequence, now)
    except Invalid as refused:
        raise Invalid({_placed(name, places): texts for name, texts in refused.problems.items()}) from refused


def _placed(name: str, places: Mapping[str, int]) -> str:
    key, _, setting = name.partition(".")
    return f"steps.{places[key]}.{setting}" if key else "steps"
