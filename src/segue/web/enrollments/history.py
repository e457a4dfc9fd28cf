"""The history of one enrollment in words, newest first: what happened, who or what did it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from segue.domain.errors import CATALOGUE, ErrorCode
from segue.domain.events import EventKind, Source
from segue.domain.steps import StepKind
from segue.models import Event

_ICONS = {
    EventKind.ENROLLED: "user-round-plus",
    EventKind.STEP_DONE: "check",
    EventKind.STEP_WAITED: "clock",
    EventKind.STEP_FAILED: "circle-alert",
    EventKind.TASK_DONE: "square-check",
    EventKind.COMPLETED: "circle-check",
    EventKind.STOPPED: "circle-stop",
    EventKind.REMOVED: "trash-2",
    EventKind.RETRIED: "rotate-cw",
    EventKind.PAUSED: "circle-pause",
    EventKind.RESUMED: "play",
    EventKind.LATE_RESULT: "hourglass",
}
_SOURCES = {Source.PAGE: "", Source.API: " through the API", Source.CLI: " on the command line"}


@dataclass(frozen=True)
class HistoryLine:
    """An event; `who` is empty where Segue did it by itself."""

    icon: str
    what: str
    who: str
    detail: str
    at: datetime


def present_events(events: Sequence[Event]) -> list[HistoryLine]:
    return [_line(event) for event in reversed(events)]


def _line(event: Event) -> HistoryLine:
    return HistoryLine(_ICONS[EventKind(event.kind)], _what(event), _who(event), _detail(event), event.at)


def _what(event: Event) -> str:
    label = EventKind(event.kind).label
    if event.step is None or not label.startswith("Step "):
        return label
    if event.kind == EventKind.STEP_DONE and StepKind(event.step.kind).is_manual:
        # What such a step does by itself is to ask a person; whether they did is the task's event.
        return f"Step {event.step.position} made its task"
    return label.replace("Step", f"Step {event.step.position}", 1)


def _who(event: Event) -> str:
    if event.source == Source.REPLY:
        return "a reply"
    if event.actor is None:
        return "a former member" if event.source == Source.PAGE else ""
    return f"{event.actor}{_SOURCES.get(Source(event.source), '')}"


def _detail(event: Event) -> str:
    known = CATALOGUE[ErrorCode(event.code)].title if event.code in set(ErrorCode) else ""
    return ": ".join(filter(None, (known, event.detail)))
