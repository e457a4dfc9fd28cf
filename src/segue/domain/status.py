"""The life cycle of an enrollment: four public statuses, the reason beside each, and who may move it where.

docs/lifecycle.md draws this table; a test compares the two.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The four statuses of the product. "Being worked on" is a lease, never a status."""

    IN_PROGRESS = "in_progress"
    FAILED = "failed"
    STOPPED = "stopped"
    COMPLETED = "completed"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.IN_PROGRESS: "In Progress",
    Status.FAILED: "Failed (Error)",
    Status.STOPPED: "Stopped",
    Status.COMPLETED: "Completed",
}


class Reason(StrEnum):
    """Why an enrollment has its status: the finer word beside it."""

    SCHEDULED = "scheduled"
    WAITING_FOR_WINDOW = "waiting_for_window"
    WAITING_FOR_TASK = "waiting_for_task"
    WAITING_FOR_MAILBOX = "waiting_for_mailbox"  # shown, never stored: a held lane is one write, not one for each in it
    WAITING_FOR_LIMIT = "waiting_for_limit"
    TRYING_AGAIN = "trying_again"
    PAUSED_BY_REPLY = "paused_by_reply"
    PAUSED_UNTIL = "paused_until"
    STEP_ERROR = "step_error"
    STOPPED_BY_PERSON = "stopped_by_person"
    STOPPED_BY_REPLY = "stopped_by_reply"
    STOPPED_BY_OPT_OUT = "stopped_by_opt_out"
    STOPPED_BY_SUPPRESSION = "stopped_by_suppression"
    ALL_STEPS_DONE = "all_steps_done"

    @property
    def label(self) -> str:
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.SCHEDULED: "Scheduled",
    Reason.WAITING_FOR_WINDOW: "Waiting for the send window",
    Reason.WAITING_FOR_TASK: "Waiting for a task",
    Reason.WAITING_FOR_MAILBOX: "Waiting for the mailbox",
    Reason.WAITING_FOR_LIMIT: "Waiting for a sending limit",
    Reason.TRYING_AGAIN: "Trying again after a temporary error",
    Reason.PAUSED_BY_REPLY: "Paused by a reply",
    Reason.PAUSED_UNTIL: "Paused until a date",
    Reason.STEP_ERROR: "A step failed",
    Reason.STOPPED_BY_PERSON: "Stopped by a person",
    Reason.STOPPED_BY_REPLY: "Stopped by a reply",
    Reason.STOPPED_BY_OPT_OUT: "Opted out",
    Reason.STOPPED_BY_SUPPRESSION: "On the suppression list",
    Reason.ALL_STEPS_DONE: "All steps done",
}


class Verb(StrEnum):
    """What can happen to an enrollment."""

    ENROLL = "enroll"
    ADVANCE = "advance"
    DEFER = "defer"
    FAIL = "fail"
    COMPLETE = "complete"
    STOP = "stop"
    REMOVE = "remove"
    RETRY = "retry"
    PAUSE = "pause"
    RESUME = "resume"
    BOUNCE = "bounce"
    LEARN = "learn"


@dataclass(frozen=True)
class Transition:
    """One row of the state table. `to` is None where the status stays what it was."""

    verb: Verb
    sources: frozenset[Status]
    to: Status | None
    by: str
    meaning: str


_LIVE = frozenset({Status.IN_PROGRESS})
_OPEN = frozenset({Status.IN_PROGRESS, Status.FAILED})

TRANSITIONS: dict[Verb, Transition] = {
    row.verb: row
    for row in (
        Transition(Verb.ENROLL, frozenset(), Status.IN_PROGRESS, "person", "the record starts at the first step"),
        Transition(Verb.ADVANCE, _LIVE, Status.IN_PROGRESS, "engine", "a step is done; the next one is scheduled"),
        Transition(Verb.DEFER, _LIVE, Status.IN_PROGRESS, "engine", "the step waits: window, task, temporary error"),
        Transition(Verb.FAIL, _LIVE, Status.FAILED, "engine", "a step did not complete; a person decides"),
        Transition(Verb.COMPLETE, _LIVE, Status.COMPLETED, "engine", "every step is done"),
        Transition(Verb.STOP, _OPEN, Status.STOPPED, "person or reply", "no further step runs; stays on the Datasheet"),
        Transition(Verb.REMOVE, frozenset(Status), None, "person", "as Stop, and it leaves the Datasheet"),
        Transition(Verb.RETRY, frozenset({Status.FAILED}), Status.IN_PROGRESS, "person", "the failed step runs again"),
        Transition(Verb.PAUSE, _LIVE, Status.IN_PROGRESS, "reply or person", "the remaining delay is kept"),
        Transition(Verb.RESUME, _LIVE, Status.IN_PROGRESS, "person", "the remaining delay runs on"),
        Transition(
            Verb.BOUNCE,
            frozenset({Status.IN_PROGRESS, Status.COMPLETED}),
            Status.FAILED,
            "bounce",
            "the message of a step came back for good; a person decides",
        ),
        Transition(
            Verb.LEARN,
            frozenset({Status.FAILED}),
            Status.IN_PROGRESS,
            "engine",
            "what came of a step that may or may not have left is known after all",
        ),
    )
}


def allows(verb: Verb, status: Status) -> bool:
    """Whether an enrollment with this status can take this verb."""
    return status in TRANSITIONS[verb].sources
