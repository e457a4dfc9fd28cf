"""The last gate before something leaves: written down as open, a few at a time, just before they are tried.

What is ready when a worker dies surely did not leave; only what is open may or may not have. So the few that a channel
has in flight are all that a person ever has to look into.
"""

from collections.abc import Mapping, Sequence

import structlog
from django.db import transaction

from segue.channels.contract import NOTHING, Effect, Start
from segue.domain.outcome import Outcome
from segue.engine.faults import FaultPoint, reach
from segue.engine.noting import note_outcomes
from segue.models.away import TROUBLE, in_a_line
from segue.models.locks import pass_gate
from segue.models.openings import open_deliveries
from segue.queries.suppressions import suppressed_among

log = structlog.get_logger("segue.engine")


def starter(token: str) -> Start:
    """What a channel calls with the effects it is about to try, and with what came of others before them.

    The ids of the deliveries that may leave come back: not those that were stopped, paused or suppressed since they
    were written down, or whose lease was lost. Once the database does not answer, nothing more may leave; nothing is
    raised, so that the channel can still say what came of those before.
    """
    shut = False

    def start(effects: Sequence[Effect], done: Mapping[int, Outcome] = NOTHING) -> frozenset[int]:
        nonlocal shut
        if shut:
            return frozenset()
        try:
            started = _start(token, effects, done)
        except TROUBLE as error:
            shut = True
            log.warning("nothing more of this batch leaves", error=in_a_line(error))
            return frozenset()
        reach(FaultPoint.AFTER_START)
        return started

    return start


@transaction.atomic
def _start(token: str, effects: Sequence[Effect], done: Mapping[int, Outcome]) -> frozenset[int]:
    if effects:
        pass_gate(effects[0].workspace_id)
    note_outcomes(token, done)
    refused = _refused(effects)
    return open_deliveries(token, [e.delivery_id for e in effects if e.delivery_id not in refused])


def _refused(effects: Sequence[Effect]) -> frozenset[int]:
    """Those to addresses that must not be written to any more."""
    to = {e.delivery_id: e.payload["to"] for e in effects if "to" in e.payload}
    found = suppressed_among(effects[0].workspace_id, set(to.values())) if to else {}
    return frozenset(delivery_id for delivery_id, address in to.items() if address in found)
