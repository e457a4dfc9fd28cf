"""Why a lane holds its work back: the mailbox waits, the people in it do not fail."""

from enum import StrEnum


class Hold(StrEnum):
    """What the lane waits for, until its `not_before`."""

    NONE = ""
    PACE = "pace"
    LIMIT = "limit"
    TROUBLE = "trouble"
    PAUSED = "paused"
