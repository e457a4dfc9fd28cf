"""What a database that is away looks like, as opposed to one that refuses a statement: nobody's fault, and passing."""

import sqlite3

import psycopg
from django.db import InterfaceError

# Of Postgres: it shuts down or crashed, or is just starting (appendix A of its documentation, class 57).
_STATES = frozenset({"57P01", "57P02", "57P03"})
_CONNECTION_LOST = "08"
_FILE_AWAY = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})


def is_away(error: BaseException | None) -> bool:
    """Whether this came of a database that cannot be reached; Django's own errors name what caused them."""
    while error is not None:
        if _says_so(error):
            return True
        error = error.__cause__
    return False


def _says_so(error: BaseException) -> bool:
    if isinstance(error, psycopg.OperationalError):
        # Without a state it is the client's: nobody answers, the connection broke, or the pool has none to give.
        return error.sqlstate is None or error.sqlstate in _STATES or error.sqlstate.startswith(_CONNECTION_LOST)
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _FILE_AWAY
    return isinstance(error, InterfaceError) and "already closed" in str(error)
