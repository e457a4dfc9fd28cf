"""Why a lane holds its work back: the mailbox waits, the people in it do not fail."""

from datetime import UTC, datetime
from enum import StrEnum

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)  # until somebody lets go


class Hold(StrEnum):
    """What the lane waits for, until its `not_before`."""

    NONE = ""
    PACE = "pace"
    LIMIT = "limit"
    TROUBLE = "trouble"
    PAUSED = "paused"
