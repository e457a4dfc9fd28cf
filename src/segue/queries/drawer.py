"""The enrollment drawer: every step with what became of it, the history, and what comes next and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from segue.domain.errors import ErrorCode
from segue.domain.events import EventKind
from segue.domain.explain import Why
from segue.domain.refusals import NotFound
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind, TaskConfig
from segue.models import Delivery, Enrollment, Event, InboundMessage, Step, Workspace
from segue.queries.drawer_results import StepResult, step_results
from segue.queries.enrollments import EnrollmentRow, one
from segue.queries.explain import why
from segue.queries.inbound import came_in
from segue.queries.retrying import left_behind
from segue.queries.step_previews import Previews


class StepState(StrEnum):
    """How a step stands for one enrollment."""

    DONE = "done"
    FAILED = "failed"
    CURRENT = "current"
    UPCOMING = "upcoming"
    STOPPED = "stopped"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class DrawerStep:
    """One step as it went, or will go. `attempts` counts deliveries and failures; `retry_note` what Retry would run."""

    position: int
    kind: StepKind
    title: str
    delay: str
    state: StepState
    at: datetime | None
    attempts: int
    error: ErrorCode | None
    error_detail: str
    waits_for_task: bool
    result: StepResult
    retry_note: str


@dataclass(frozen=True)
class Drawer:
    """Everything about one enrollment."""

    row: EnrollmentRow
    steps: list[DrawerStep]
    events: list[Event]
    deliveries: list[Delivery]
    inbound: list[InboundMessage]
    why: Why
    version: int


def drawer(workspace: Workspace, enrollment_id: int, now: datetime) -> Drawer:
    """Raises NotFound for an enrollment that is not in this workspace or was removed."""
    row = one(workspace, enrollment_id)
    if row is None:
        raise NotFound("There is no such enrollment. Was it removed meanwhile?")
    enrollment = _RELATED.get(id=enrollment_id)
    events = list(Event.objects.filter(enrollment=enrollment).select_related("actor__user", "step").order_by("id"))
    deliveries = list(Delivery.objects.filter(enrollment=enrollment).select_related("step").order_by("id"))
    results, previews = step_results(enrollment, deliveries), Previews(enrollment)
    steps = Step.objects.filter(version_id=enrollment.version_id).order_by("position")
    return Drawer(
        row=row,
        steps=[
            _step(step, enrollment, results.get(step.key, StepResult()), previews, events, deliveries) for step in steps
        ],
        events=events,
        deliveries=deliveries,
        inbound=came_in(enrollment),
        why=why(enrollment, now),
        version=enrollment.version.number or 0,
    )


def _step(
    step: Step,
    enrollment: Enrollment,
    result: StepResult,
    previews: Previews,
    events: list[Event],
    deliveries: list[Delivery],
) -> DrawerStep:
    own = [event for event in events if event.step and event.step.key == step.key]
    tried = {e.attempt for e in own if e.kind in _TRIED} | {d.attempt for d in deliveries if d.step.key == step.key}
    state = _state(step, enrollment, own)
    failed = state is StepState.FAILED
    return DrawerStep(
        position=step.position,
        kind=StepKind(step.kind),
        title=result.title or previews.of(step.parsed) or StepKind(step.kind).label,
        delay=str(step.delay),
        state=state,
        at=_done_at(own, result) if state is StepState.DONE else None,
        attempts=len(tried - {0}),
        error=ErrorCode(enrollment.error_code) if failed and enrollment.error_code else None,
        error_detail=enrollment.error_detail if failed else "",
        waits_for_task=isinstance(step.parsed, TaskConfig)
        and state is StepState.CURRENT
        and enrollment.reason == Reason.WAITING_FOR_TASK,
        # What failed is told by its error.
        result=StepResult() if failed else result,
        retry_note=left_behind(enrollment) if failed else "",
    )


def _done_at(own: list[Event], result: StepResult) -> datetime | None:
    """A step whose task is still open is not done yet, though the sequence went on."""
    if result.open_task_id:
        return None
    return result.at or next((e.at for e in reversed(own) if e.kind in _DONE), None)


_TRIED = {EventKind.STEP_DONE, EventKind.STEP_FAILED, EventKind.STEP_WAITED}
_DONE = {EventKind.STEP_DONE, EventKind.TASK_DONE}
_RELATED = Enrollment.objects.select_related("version", "sequence", "record__company", "workspace", "mailbox")


def _state(step: Step, enrollment: Enrollment, own: list[Event]) -> StepState:
    if step.position < enrollment.position or enrollment.status == Status.COMPLETED:
        # A retry goes on in the published version: what was added there before the failed step did not run.
        return StepState.DONE if own else StepState.SKIPPED
    if step.position > enrollment.position:
        # After a bounce it stands at an earlier step again; what had run behind that stays done.
        return StepState.DONE if any(event.kind in _DONE for event in own) else StepState.UPCOMING
    if enrollment.status == Status.FAILED:
        return StepState.FAILED
    return StepState.STOPPED if enrollment.status == Status.STOPPED else StepState.CURRENT
