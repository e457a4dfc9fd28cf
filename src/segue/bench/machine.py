"""What a measurement was made on, and when."""

import os
import platform
import sqlite3
from datetime import datetime
from pathlib import Path

import django
from django.db import connection

from segue import __version__


def describe(now: datetime) -> str:
    """Machine, versions and date, for the head of a table."""
    versions = f"Segue {__version__}, Python {platform.python_version()}, Django {django.__version__}"
    system = f"{platform.system()} {platform.machine()}"
    hardware = f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {system}"
    return f"{hardware}\n{versions}, {_database()}\n{now:%Y-%m-%d %H:%M} UTC"


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"Postgres {cursor.fetchone()[0]}"
