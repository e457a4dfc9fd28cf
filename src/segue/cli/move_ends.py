"""Where `segue move` moves from and to. Runs before Django starts, so it imports nothing that needs it."""

import os
from urllib.parse import urlsplit

from segue.cli.boot import Complaint
from segue.config.database import POSTGRES_SCHEMES, database_settings
from segue.config.environment import BadSetting, read_environment


def turn_to(target: str) -> str:
    """Have this process start on `target`; the address of the database that is left. Raises Complaint.

    So everything that works on the one database (migrating, the ledger) works on the new one.
    """
    try:
        present = read_environment().database_url
    except BadSetting as error:
        raise Complaint(str(error), exit_code=2) from error
    if urlsplit(present).scheme != "sqlite":
        raise Complaint(
            "The present database (DATABASE_URL) is not SQLite, and `segue move` only goes from SQLite to Postgres. "
            "From one Postgres to another: pg_dump and pg_restore.",
            exit_code=2,
        )
    _check(target)
    os.environ["DATABASE_URL"] = target
    return present


def _check(target: str) -> None:
    if urlsplit(target).scheme not in POSTGRES_SCHEMES:
        raise Complaint("--to must be a Postgres address, as postgresql://user:password@host/name.", exit_code=2)
    try:
        database_settings(target, threads=1)
    except BadSetting as error:
        raise Complaint(str(error).replace("DATABASE_URL", "--to"), exit_code=2) from error
