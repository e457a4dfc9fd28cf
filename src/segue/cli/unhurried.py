"""Commands that read everything there is may take as long as they need."""

from django.db import connection


def no_time_limit() -> None:
    """Lift the limit on how long a statement of this process may take, which is there for pages and workers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
