"""Locks that last until the transaction ends. On SQLite, whose write transactions take turns anyway, there are none.

Postgres shows each statement what was committed before it began (READ COMMITTED, its documentation, 13.2.1). So what
was checked may be untrue by the time it is acted on, unless both sides take the same lock.
"""

from enum import IntEnum

from django.db import connection

# Advisory locks are numbers that all users of a database share: a high part that is ours keeps others apart.
_OURS = 0x5E60E << 40


class _What(IntEnum):
    TURN = 0
    GATE = 1


def take_turn(workspace_id: int) -> None:
    """People who change what must be unique, or one of a last few, in a workspace do so one after the other.

    0 for what concerns no workspace. Take it before anything is read.
    """
    _lock("pg_advisory_xact_lock", workspace_id, _What.TURN)


def pass_gate(workspace_id: int) -> None:
    """For whoever is about to carry something out: many may pass at once. Then ask what may not happen any more."""
    _lock("pg_advisory_xact_lock_shared", workspace_id, _What.GATE)


def shut_gate(workspace_id: int) -> None:
    """For whoever makes that something may not happen any more (a suppression, a downgrade).

    Who passed before is done when this returns; who comes after sees what is committed. Take it before any row.
    """
    _lock("pg_advisory_xact_lock", workspace_id, _What.GATE)


def _lock(function: str, workspace_id: int, what: _What) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_OURS + workspace_id * len(_What) + what])
