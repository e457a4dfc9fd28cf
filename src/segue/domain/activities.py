"""Activities: what was done or is to be done with a record, by a step, a person or an answer."""

from enum import StrEnum


class ActivityKind(StrEnum):
    """The first seven are made by the steps of the same name."""

    EMAIL = "email"
    CALL = "call"
    TODO = "todo"
    MESSAGE = "message"
    FIELD = "field"
    TAG = "tag"
    WEBHOOK = "webhook"
    NOTE = "note"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OPT_OUT = "opt_out"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ActivityKind.EMAIL: "Email",
    ActivityKind.CALL: "Call",
    ActivityKind.TODO: "To-do",
    ActivityKind.MESSAGE: "Message",
    ActivityKind.FIELD: "Field update",
    ActivityKind.TAG: "Tag",
    ActivityKind.WEBHOOK: "Webhook",
    ActivityKind.NOTE: "Note",
    ActivityKind.REPLY: "Reply",
    ActivityKind.AUTO_REPLY: "Automatic reply",
    ActivityKind.BOUNCE: "Bounce",
    ActivityKind.OPT_OUT: "Opted out",
}


class ActivityState(StrEnum):
    """An open activity with a due date is a task; a dismissed one was closed without being done."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"
