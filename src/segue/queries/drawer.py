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
from segue.models import Delivery, Enrollment, Event, Step, Workspace
from segue.queries.enrollments import EnrollmentRow, one
from segue.queries.explain import why


class StepState(StrEnum):
    """How a step stands for one enrollment."""

    DONE = "done"
    FAILED = "failed"
    CURRENT = "current"
    UPCOMING = "upcoming"
    STOPPED = "stopped"


@dataclass(frozen=True)
class DrawerStep:
    """One step as it went, or will go. `attempts` counts deliveries and failures."""

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


@dataclass(frozen=True)
class Drawer:
    """Everything about one enrollment."""

    row: EnrollmentRow
    steps: list[DrawerStep]
    events: list[Event]
    deliveries: list[Delivery]
    why: Why
    version: int


def drawer(workspace: Workspace, enrollment_id: int, now: datetime) -> Drawer:
    """Raises NotFound for an enrollment that is not in this workspace or was removed."""
    row = one(workspace, enrollment_id)
    if row is None:
        raise NotFound("There is no such enrollment. Was it removed meanwhile?")
    enrollment = Enrollment.objects.select_related("version", "record__company", "workspace").get(id=enrollment_id)
    events = list(Event.objects.filter(enrollment=enrollment).select_related("actor__user", "step").order_by("id"))
    deliveries = list(Delivery.objects.filter(enrollment=enrollment).order_by("id"))
    steps = Step.objects.filter(version_id=enrollment.version_id).order_by("position")
    return Drawer(
        row=row,
        steps=[_step(step, enrollment, events, deliveries) for step in steps],
        events=events,
        deliveries=deliveries,
        why=why(enrollment, now),
        version=enrollment.version.number or 0,
    )


def _step(step: Step, enrollment: Enrollment, events: list[Event], deliveries: list[Delivery]) -> DrawerStep:
    own = [event for event in events if event.step and event.step.key == step.key]
    tried = {e.attempt for e in own if e.kind in _TRIED} | {d.attempt for d in deliveries if d.step_id == step.id}
    state = _state(step, enrollment)
    failed = state is StepState.FAILED
    config = step.parsed
    title = next((text for name, text in config.templates.items() if name in ("subject", "title")), "")
    return DrawerStep(
        position=step.position,
        kind=StepKind(step.kind),
        title=title or _summary(step),
        delay=str(step.delay),
        state=state,
        at=next((e.at for e in reversed(own) if e.kind in _DONE), None) if state is StepState.DONE else None,
        attempts=len(tried - {0}),
        error=ErrorCode(enrollment.error_code) if failed and enrollment.error_code else None,
        error_detail=enrollment.error_detail if failed else "",
        waits_for_task=isinstance(config, TaskConfig)
        and state is StepState.CURRENT
        and enrollment.reason == Reason.WAITING_FOR_TASK,
    )


_TRIED = {EventKind.STEP_DONE, EventKind.STEP_FAILED, EventKind.STEP_WAITED}
_DONE = {EventKind.STEP_DONE, EventKind.TASK_DONE}


def _state(step: Step, enrollment: Enrollment) -> StepState:
    if step.position < enrollment.position or enrollment.status == Status.COMPLETED:
        return StepState.DONE
    if step.position > enrollment.position:
        return StepState.UPCOMING
    if enrollment.status == Status.FAILED:
        return StepState.FAILED
    return StepState.STOPPED if enrollment.status == Status.STOPPED else StepState.CURRENT


def _summary(step: Step) -> str:
    config = step.config
    return str(config.get("url") or config.get("tag") or config.get("field") or StepKind(step.kind).label)
