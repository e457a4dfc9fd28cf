"""The index behind search: SQLite's FTS5 or Postgres' GIN, kept by the database itself (migrations 0011
and 0014).

The same words find the same records on both: Python makes them (`domain.search`), no database's own ideas of what a
word is come in. A question is what `search_query` gives.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from segue.domain.search import holds

# Both indexes know how each word begins, in these lengths; the rest of what somebody types is compared row by row.
_LENGTHS = (8, 6, 4, 3, 2, 1)
_SQLITE_NEAR = """
SELECT r.id, r.search FROM (
    SELECT rowid AS id FROM segue_record_words WHERE segue_record_words MATCH %s ORDER BY rowid DESC LIMIT %s
) n JOIN segue_record r ON r.id = n.id"""
_SQLITE_FIRST = "SELECT rowid FROM segue_record_words WHERE segue_record_words MATCH %s ORDER BY rowid DESC LIMIT %s"
_POSTGRES_FIRST = "SELECT segue_found_first(%s::tsquery, %s::tsquery, %s::text[], %s::text[], %s)"


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
        words, scope, _, likes = _for_postgres(str(self.rhs))
        search = f"{self._alias(compiler)}.search"
        return (
            f"(segue_beginnings({search}) @@ (%s::tsquery && %s::tsquery) AND {search} LIKE ALL (%s::text[]))",
            [words, scope, likes],
        )

    def _alias(self, compiler: SQLCompiler) -> str:
        return compiler.quote_name_unless_alias(self.lhs.alias)


models.TextField.register_lookup(HoldsWords)


def first_records(question: str, limit: int) -> list[int]:
    """The ids of the first few records that a question finds, in no order that means anything."""
    if connection.vendor == "sqlite":
        return _first_in_sqlite(question, limit)
    return _ids(_POSTGRES_FIRST, [*_for_postgres(question), limit])


def _first_in_sqlite(question: str, limit: int) -> list[int]:
    """Looked up without the scope, which most rows share: going through its list takes 20 ms in a million rows. Where
    others' records are in the way, once more with it, since then it is the short list."""
    scopes, *words = question.split()
    most = 2 * limit
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_NEAR, [_beginning_with(word[: _LENGTHS[0]] for word in words), most])
        near = cursor.fetchall()
    begin = tuple(f" {scope} " for scope in scopes.split("|"))
    found = [pk for pk, text in near if text.startswith(begin) and holds(text, words)]
    if len(found) >= limit or len(near) < most:
        return found[:limit]
    return _ids(_SQLITE_FIRST, [_for_sqlite(question), limit])


def _ids(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _for_sqlite(question: str) -> str:
    scopes, *words = question.split()
    either = " OR ".join(f'"{scope}"' for scope in scopes.split("|"))
    return f"({either}) AND {_beginning_with(words)}"


def _beginning_with(words: Iterable[str]) -> str:
    return " AND ".join(f'"{word}" *' for word in words)


def _for_postgres(question: str) -> tuple[str, str, list[str], list[str]]:
    """Beginnings of words and scopes for the index, and both for comparing a row."""
    scopes, *words = question.split()
    wanted = scopes.split("|")
    either = " | ".join(f"'{scope}'" for scope in wanted)
    return " & ".join(f"'{_beginning(word)}'" for word in words), either, wanted, [f"% {word}%" for word in words]


def _beginning(word: str) -> str:
    """As much of a word as the indexes know."""
    return word[: next(size for size in _LENGTHS if size <= len(word))]
