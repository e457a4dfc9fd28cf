"""Events: the append-only history of an enrollment."""

from enum import StrEnum


class EventKind(StrEnum):
    """What happened."""

    ENROLLED = "enrolled"
    STEP_DONE = "step_done"
    STEP_WAITED = "step_waited"
    STEP_FAILED = "step_failed"
    TASK_DONE = "task_done"
    COMPLETED = "completed"
    STOPPED = "stopped"
    REMOVED = "removed"
    RETRIED = "retried"
    PAUSED = "paused"
    RESUMED = "resumed"
    LATE_RESULT = "late_result"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    EventKind.ENROLLED: "Enrolled",
    EventKind.STEP_DONE: "Step done",
    EventKind.STEP_WAITED: "Step put off",
    EventKind.STEP_FAILED: "Step failed",
    EventKind.TASK_DONE: "Task done",
    EventKind.COMPLETED: "Completed",
    EventKind.STOPPED: "Stopped",
    EventKind.REMOVED: "Removed",
    EventKind.RETRIED: "Retry",
    EventKind.PAUSED: "Paused",
    EventKind.RESUMED: "Resumed",
    EventKind.LATE_RESULT: "A result came in late",
}


class Source(StrEnum):
    """Where a change came from."""

    PAGE = "page"
    API = "api"
    ENGINE = "engine"
    REPLY = "reply"
    MAIL = "mail"
    RECIPIENT = "recipient"
    CLI = "cli"
