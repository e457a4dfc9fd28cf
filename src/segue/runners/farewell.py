"""A worker's last word: it has stopped, so it is not missed."""

import structlog
from django.db import connection

from segue.models.away import TROUBLE, in_a_line
from segue.models.heartbeat import sign_off

log = structlog.get_logger("segue.worker")


def say_goodbye(name: str) -> None:
    """Sign off. Where the database is away the health page shows the worker as silent for a while, and forgets it."""
    try:
        try:
            sign_off(name)
        except TROUBLE:
            connection.close()  # of before an outage, most likely
            sign_off(name)
    except TROUBLE as error:
        log.warning("the worker could not sign off", error=in_a_line(error))
