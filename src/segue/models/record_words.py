"""The index behind search: SQLite's FTS5 or Postgres' GIN, kept by the database itself (migration 0011).

The same words find the same records on both: Python makes them (`domain.search`), no database's own ideas of what a
word is come in. A question is what `search_query` gives.
"""

from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

_SQLITE_FIRST = "SELECT rowid FROM segue_record_words WHERE segue_record_words MATCH %s ORDER BY rowid DESC LIMIT %s"
_POSTGRES_FIRST = "SELECT segue_first_records(%s::tsquery, %s::text[], %s::text[], %s)"


class HoldsWords(Lookup):
    """`Record.objects.filter(search__words=search_query(…))`: every word begins a word of the record."""

    lookup_name = "words"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return (
            f"{self._alias(compiler)}.id IN"  # noqa: S608  # the alias of the table is Django's own
            " (SELECT rowid FROM segue_record_words WHERE segue_record_words MATCH %s)",
            [_for_sqlite(str(self.rhs))],
        )

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        lexemes = f"array_to_tsvector(array_remove(string_to_array({self._alias(compiler)}.search, ' '), ''))"
        return f"{lexemes} @@ %s::tsquery", [_for_postgres(str(self.rhs))]

    def _alias(self, compiler: SQLCompiler) -> str:
        return compiler.quote_name_unless_alias(self.lhs.alias)


models.TextField.register_lookup(HoldsWords)


def first_records(question: str, limit: int) -> list[int]:
    """The ids of the first few records that a question finds, in no order that means anything. One query."""
    if connection.vendor == "sqlite":
        return _ids(_SQLITE_FIRST, [_for_sqlite(question), limit])
    scopes, *words = question.split()
    likes = [f"% {word}%" for word in words]
    return _ids(_POSTGRES_FIRST, [_for_postgres(question), scopes.split("|"), likes, limit])


def _ids(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _for_sqlite(question: str) -> str:
    scopes, *words = question.split()
    either = " OR ".join(f'"{scope}"' for scope in scopes.split("|"))
    return " AND ".join([f"({either})", *(f'"{word}" *' for word in words)])


def _for_postgres(question: str) -> str:
    scopes, *words = question.split()
    either = " | ".join(f"'{scope}'" for scope in scopes.split("|"))
    return " & ".join([f"({either})", *(f"'{word}':*" for word in words)])
