"""The steps of one enrollment in words: what is done, what failed, what comes."""

from collections.abc import Iterable
from dataclasses import dataclass

from segue.queries.drawer import DrawerStep, StepState
from segue.templatetags.ui import kind_icon
from segue.web.enrollments.rows import Row

_CSS = {
    StepState.DONE: "done",
    StepState.FAILED: "failed",
    StepState.CURRENT: "now",
    StepState.UPCOMING: "later",
    StepState.STOPPED: "later",
}
_ICONS = {StepState.DONE: "check", StepState.FAILED: "triangle-alert"}
_STATES = {
    StepState.DONE: "Done",
    StepState.FAILED: "Failed",
    StepState.CURRENT: "Next",
    StepState.UPCOMING: "",
    StepState.STOPPED: "Stopped here",
}


@dataclass(frozen=True)
class StepLine:
    """A step as the drawer shows it: `state` in a word, `words` beside its kind."""

    it: DrawerStep
    css: str
    icon: str
    state: str
    words: str

    @property
    def is_here(self) -> bool:
        return self.it.state in {StepState.CURRENT, StepState.FAILED}


def present_steps(steps: Iterable[DrawerStep], row: Row) -> list[StepLine]:
    return [
        StepLine(
            it=step,
            css=_CSS[step.state],
            icon=_ICONS.get(step.state) or kind_icon(step.kind),
            state=_STATES[step.state],
            words=_words(step, row),
        )
        for step in steps
    ]


def _words(step: DrawerStep, row: Row) -> str:
    parts = []
    if step.state is StepState.CURRENT:
        parts.append("waits until its task is done" if step.waits_for_task else row.note or row.headline)
    if step.state is StepState.UPCOMING:
        parts.append(_delay(step))
    if step.attempts > 1 or (step.attempts and step.state is StepState.FAILED):
        parts.append(f"{step.attempts} attempt{'' if step.attempts == 1 else 's'}")
    return " · ".join(filter(None, parts))


def _delay(step: DrawerStep) -> str:
    after = f"step {step.position - 1}" if step.position > 1 else "enrolling"
    return f"{step.delay} after {after}"
