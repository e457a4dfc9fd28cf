"""What the database takes on disk, indexes and room between rows included."""

from django.db import connection


def database_bytes() -> int:
    """Its size now; on SQLite without what still waits in the file beside it."""
    statement = (
        "SELECT pg_database_size(current_database())"
        if connection.vendor == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        [(size,)] = cursor.fetchall()
    return int(size)
