"""What a reply does to the rest of a sequence."""

from enum import StrEnum


class OnReply(StrEnum):
    """The choice a sequence makes; going on is the default."""

    CONTINUE = "continue"
    STOP = "stop"
    PAUSE = "pause"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    OnReply.CONTINUE: "Keep going: replies do not stop future steps",
    OnReply.STOP: "Stop the record in this sequence",
    OnReply.PAUSE: "Pause the record until someone resumes it",
}
