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
    StepState.SKIPPED: "later",
}
_ICONS = {StepState.DONE: "check", StepState.FAILED: "triangle-alert"}
_STATES = {
    StepState.DONE: "Done",
    StepState.FAILED: "Failed",
    StepState.CURRENT: "Next",
    StepState.UPCOMING: "",
    StepState.STOPPED: "Stopped here",
    StepState.SKIPPED: "Did not run",
}


@dataclass(frozen=True)
class StepLine:
    """A step as the drawer shows it: `state` in a word, `words` beside its kind, `result` what came of it."""

    it: DrawerStep
    css: str
    icon: str
    state: str
    words: str
    result: str

    @property
    def is_here(self) -> bool:
        return self.it.state in {StepState.CURRENT, StepState.FAILED}


def present_steps(steps: Iterable[DrawerStep], row: Row) -> list[StepLine]:
    return [_line(step, row) for step in steps]


def _line(step: DrawerStep, row: Row) -> StepLine:
    # The sequence went on at once, and a person has not done their part yet.
    is_owed = step.state is StepState.DONE and step.result.open_task_id is not None
    return StepLine(
        it=step,
        css="later" if is_owed else _CSS[step.state],
        icon=kind_icon(step.kind) if is_owed else _ICONS.get(step.state) or kind_icon(step.kind),
        state="Task open" if is_owed else _STATES[step.state],
        words=_words(step, row),
        # Field updates and tags say it all in their title.
        result=step.result.text if step.result.text != step.title else "",
    )


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
