"""What came of deliveries is kept in memory where the database cannot take it: the process that knows tries again."""

from collections.abc import Callable
from datetime import datetime

from segue.models.away import TROUBLE

Settle = Callable[[datetime], None]


class Unsettled(Exception):
    """Something left, or tried to, and the database could not be told. Whoever runs the lane must `settle` it, as
    often as it takes, before anything else of the lane.
    """

    def __init__(self, settle: Settle) -> None:
        super().__init__("What came of deliveries is not written down yet.")
        self.settle = settle


def settle_or_keep(settle: Settle, now: datetime) -> None:
    """Write down what came of deliveries. Raises Unsettled where the database is in trouble."""
    try:
        settle(now)
    except TROUBLE as error:
        raise Unsettled(settle) from error
