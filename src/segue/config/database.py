"""The database, as Django wants to be told: SQLite in a file, or Postgres with a pool of connections."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from segue.config.environment import BadSetting

POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})
# The threads that may want a connection at once: of the web server, of the worker's lanes, its keeper and readers.
POOL_SPARE = 6
WAIT_FOR_CONNECTION = 5.0  # seconds
REQUEST_WAITS = 2  # seconds until a request is told that no server answers
KEPT_FOR = 600  # seconds
# The pool tries again less and less often until it gives up; whoever asks next has it begin anew. Short, so that it
# does not sleep through the end of a long outage.
GIVE_UP_CONNECTING = 4.0
LONGEST_STATEMENT = "30s"
LONGEST_LOCK_WAIT = "20s"
LONGEST_IDLE_IN_TRANSACTION = "60s"


def database_settings(url: str, threads: int) -> dict[str, Any]:
    """Settings of the one database; `threads` is how many lanes a worker runs at once. Raises BadSetting."""
    scheme, _, _ = url.partition(":")
    if scheme == "sqlite":
        return _sqlite(url)
    if scheme in POSTGRES_SCHEMES:
        return _postgres(url, threads)
    raise BadSetting(
        f"DATABASE_URL: {scheme or 'nothing'}:// is not supported; use sqlite:///path/to/file or "
        "postgresql://user:password@host/name."
    )


def _sqlite(url: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "CONN_MAX_AGE": None,
        "NAME": Path(unquote(urlsplit(url).path.removeprefix("/")) or "segue.sqlite3"),
        "OPTIONS": {
            # IMMEDIATE: a transaction that will write takes its lock at once, so two writers queue
            # instead of failing half-way (SQLite documentation, "Deadlock" under BEGIN).
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgres(url: str, threads: int) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, dj_database_url.ParseError) as error:
        raise BadSetting(
            "DATABASE_URL: not an address like postgresql://user:password@host:5432/name; signs such as @ or / in the "
            "password are written as %40 or %2F."
        ) from error
    if not parsed["NAME"]:
        raise BadSetting("DATABASE_URL: it names no database; use postgresql://user:password@host/name.")
    options = parsed.get("OPTIONS", {})
    options.setdefault("application_name", "segue")
    options.setdefault("connect_timeout", 10)
    options.setdefault("options", _limits())
    # The pool asks each connection whether it still lives before it hands it out: one that a restart of the server
    # cut off is replaced instead of failing whoever gets it.
    options["pool"] = {
        "min_size": 0,
        "max_size": threads + POOL_SPARE,
        "timeout": WAIT_FOR_CONNECTION,
        "max_idle": 300,
        "reconnect_timeout": GIVE_UP_CONNECTING,
    }
    return parsed | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def for_requests(database: dict[str, Any]) -> None:
    """Have the settings of a database suit a process that answers requests. Before the first connection.

    Its few threads each keep a connection, which is asked before each request whether it still lives, and replaced at
    once if not. A pool would first hand out, one after the other, all that a restart of the server cut off.
    """
    if database["OPTIONS"].pop("pool", None):
        database["CONN_MAX_AGE"] = KEPT_FOR
        database["OPTIONS"]["connect_timeout"] = REQUEST_WAITS


def _limits() -> str:
    limits = {
        "statement_timeout": LONGEST_STATEMENT,
        "lock_timeout": LONGEST_LOCK_WAIT,
        "idle_in_transaction_session_timeout": LONGEST_IDLE_IN_TRANSACTION,
    }
    return " ".join(f"-c {name}={value}" for name, value in limits.items())
