"""Whether the database is well, as far as a runner knows: said once when that changes, and not at every turn."""

import threading

import structlog

from segue.models.away import Trouble, in_a_line, trouble_of

log = structlog.get_logger("segue.worker")


class Watch:
    """`well` is set while the database does what it should."""

    def __init__(self) -> None:
        self.well = threading.Event()
        self.trouble: Trouble | None = None

    def is_well(self) -> None:
        """A turn went through."""
        if self.trouble is not None:
            log.info("the database answers")
        self.trouble = None
        self.well.set()

    def is_unwell(self, error: BaseException) -> None:
        """A turn did not, because of the database."""
        self.well.clear()
        trouble = trouble_of(error) or Trouble.AWAY
        if trouble is not self.trouble:
            log.warning("nothing is done until the database is well; trying again", error=in_a_line(error))
        self.trouble = trouble
