"""Puts right what dead workers left, and says in the log what that was."""

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from segue.engine.sweep import sweep
from segue.runners.advancing import in_a_line

log = structlog.get_logger("segue.worker")


def sweep_up() -> None:
    """What fails is logged, not raised: it is tried again soon."""
    try:
        swept = sweep(timezone.now())
        if swept.deliveries or swept.leases:
            log.info("swept", deliveries=swept.deliveries, leases=swept.leases)
    except (InterfaceError, OperationalError) as error:
        log.warning("sweep interrupted", error=in_a_line(error))
    except Exception:
        log.exception("sweep failed")
