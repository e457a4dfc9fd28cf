"""The settings of a step as they come in: typed, or refused in words."""

from collections.abc import Mapping
from typing import Any

from segue.domain.delay import Delay, DelayUnit
from segue.domain.refusals import Invalid
from segue.domain.steps import BadStepError, StepKind, parse_config


def checked_kind(kind: str) -> StepKind:
    """The kind, or Invalid."""
    if kind not in set(StepKind):
        raise Invalid({"kind": [f"There is no kind of step “{kind}”. Choose one of: {', '.join(StepKind)}."]})
    return StepKind(kind)


def checked_delay(amount: int, unit: str) -> Delay:
    """The delay, or Invalid."""
    if unit not in set(DelayUnit):
        raise Invalid({"delay_unit": [f"Choose a unit: {', '.join(u.label for u in DelayUnit)}."]})
    try:
        return Delay(amount, DelayUnit(unit))
    except ValueError as error:
        raise Invalid({"delay_amount": [str(error)]}) from error


def checked_config(kind: StepKind, config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of this kind as they are stored, or Invalid."""
    try:
        return parse_config(kind, dict(config)).model_dump(mode="json")
    except BadStepError as error:
        raise Invalid({name: [problem] for name, problem in error.problems.items()}) from error
