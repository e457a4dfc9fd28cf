"""Puts right what dead workers left, and says in the log what that was."""

import structlog
from django.utils import timezone

from segue.engine.sweep import sweep
from segue.models.away import TROUBLE, in_a_line

log = structlog.get_logger("segue.worker")


def sweep_up() -> None:
    """What fails is logged, not raised: it is tried again soon."""
    try:
        swept = sweep(timezone.now())
        if swept.deliveries or swept.leases:
            log.info("swept", deliveries=swept.deliveries, leases=swept.leases)
    except TROUBLE as error:
        log.warning("sweep interrupted", error=in_a_line(error))
    except Exception:
        log.exception("sweep failed")
