"""The database's own trouble, as opposed to a statement that it refuses: no record is at fault, and it passes."""

import sqlite3
from enum import StrEnum

import psycopg
from django.db import InterfaceError, InternalError, OperationalError
from psycopg_pool import PoolTimeout

# What it raises then; of these, only `trouble_of` tells more. Postgres calls it internal where it takes no changes.
TROUBLE = (InterfaceError, InternalError, OperationalError)


class Trouble(StrEnum):
    """What is wrong, in words for whoever runs Segue, with what to do about it."""

    AWAY = "the database is away"
    NO_ANSWER = (
        "no connection could be had in time: the database is away, or has none left (docs/scaling.md, PgBouncer)"
    )
    FULL = (
        "the database has no connection left: raise its max_connections, run fewer workers and threads, or put "
        "PgBouncer before it (docs/scaling.md has the sum)"
    )
    READ_ONLY = (
        "the database takes no changes, it is read-only: let DATABASE_URL lead to the primary and not to a standby, "
        "switch default_transaction_read_only off, or let Segue's user write to the file and its directory"
    )
    BUSY = "the database was busy for too long"


# Of Postgres: it shuts down or crashed, or is just starting (appendix A of its documentation, class 57); a lock, a
# statement or a deadlock took too long.
_STATES = {
    "57P01": Trouble.AWAY, "57P02": Trouble.AWAY, "57P03": Trouble.AWAY, "53300": Trouble.FULL,
    "25006": Trouble.READ_ONLY, "55P03": Trouble.BUSY, "57014": Trouble.BUSY, "40P01": Trouble.BUSY,
    "40001": Trouble.BUSY,
}  # fmt: skip
_CONNECTION_LOST = "08"
# The words come without a state while there is no connection yet; the last are PgBouncer's.
_FULL = ("too many clients", "too many connections", "remaining connection slots", "no more connections allowed")
_CODES = {
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY, sqlite3.SQLITE_IOERR: Trouble.AWAY, sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY, sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
}  # fmt: skip


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble that this came of, if any; Django's own errors name what caused them."""
    while error is not None:
        if found := _trouble(error):
            return found
        error = error.__cause__
    return None


def in_a_line(error: BaseException) -> str:
    """What is wrong, for a log: the trouble, and the database's own words without their line breaks."""
    trouble, words = trouble_of(error), " ".join(str(error).split())[:200] or type(error).__name__
    return f"{trouble} ({words})" if trouble else words


def is_away(error: BaseException | None) -> bool:
    """Whether this came of a database that cannot be reached."""
    return trouble_of(error) in {Trouble.AWAY, Trouble.NO_ANSWER, Trouble.FULL}


def _trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, psycopg.Error) and error.sqlstate:
        lost = Trouble.AWAY if error.sqlstate.startswith(_CONNECTION_LOST) else None
        return _STATES.get(error.sqlstate, lost)
    if isinstance(error, PoolTimeout):
        return Trouble.NO_ANSWER
    if isinstance(error, psycopg.OperationalError):
        # Without a state it is the client's: nobody answers, the connection broke, or there is none to be had.
        return Trouble.FULL if any(words in str(error) for words in _FULL) else Trouble.AWAY
    if isinstance(error, sqlite3.OperationalError):
        return _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, InterfaceError) and "already closed" in str(error):
        return Trouble.AWAY
    return None
