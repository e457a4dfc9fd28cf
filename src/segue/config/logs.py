"""Logs: one line an event on standard error, made by structlog; Django's own loggers join in."""

import logging
import logging.config
import re
from http import HTTPStatus
from typing import Any

import structlog


class NotStarting(logging.Filter):
    """Leaves out that /healthz answered 503: whoever asked knows now that Segue is not ready, which is no error."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_503 = getattr(record, "status_code", 0) == HTTPStatus.SERVICE_UNAVAILABLE
        return not (is_503 and getattr(getattr(record, "request", None), "path", "") == "/healthz")


class AwayInALine(logging.Filter):
    """The database is away or read-only: who asks is told 503, and a traceback for each would bury all else."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error and getattr(record, "status_code", 0) == HTTPStatus.SERVICE_UNAVAILABLE:
            # Here: models cannot be imported while settings are read.
            from segue.models.away import in_a_line

            record.exc_info = None
            record.msg, record.args = "%s: %s", (record.getMessage(), in_a_line(error))
        return True


class WithoutTokens(logging.Formatter):
    """Keeps secrets that stand in addresses out of the log: who reads it must not be able to join or to report.

    It masks the finished lines, so that it has tracebacks and what was put into a message, too.
    """

    def format(self, record: logging.LogRecord) -> str:
        return _TOKENS.sub(r"\1…", super().format(record))


# Of invitations, of providers' reports, of links to opt out, of passwords to be set anew.
_TOKENS = re.compile(r"(/(?:invite|hooks/mail|u|password/reset/key)/)[^/\s?\"'<>]+")


LOGGING_CONFIG_DICT: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"not_starting": {"()": NotStarting}, "away_in_a_line": {"()": AwayInALine}},
    "formatters": {
        "plain": {
            "()": WithoutTokens,
            "format": "%(asctime)s %(levelname)-7s %(name)s %(message)s",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "segue": {"level": "INFO"},
        "django.request": {"filters": ["not_starting", "away_in_a_line"]},
        # Both log each failed attempt while Postgres is away, the second with a traceback; the runner says so once.
        "psycopg.pool": {"level": "ERROR"},
        "procrastinate": {"level": "CRITICAL"},
        # It logs each fault of a detector with a traceback; such a message is simply no bounce to us.
        "flufl.bounce": {"level": "CRITICAL"},
    },
}


def configure_structlog() -> None:
    """Send structlog's events through the standard library, as key=value pairs."""
    logging.config.dictConfig(LOGGING_CONFIG_DICT)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
