"""Pieces of statements that work on a set of rows, for SQLite and for Postgres alike."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Sql:
    """A piece of a statement with its parameters, in their order."""

    text: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, template: str, **parts: "Part") -> "Sql":
        """Put pieces, or values as parameters, where the template has {name}."""
        text, params = "", cls("").params
        for literal, name, _, _ in Formatter().parse(template):
            part = parts[name] if name else cls("")
            piece = part if isinstance(part, Sql) else cls("%s", (_value(part),))
            text, params = text + literal + piece.text, params + piece.params
        return cls(text, params)


Part = Sql | int | str | datetime | None


def given(ids: Iterable[int]) -> Sql:
    """A table of these ids with the columns `id` and `place`, one parameter however many they are."""
    if connection.vendor == "sqlite":
        return Sql("(SELECT value AS id, key AS place FROM json_each(%s))", (json.dumps(list(ids)),))
    return Sql("(SELECT id, place FROM unnest(%s::bigint[]) WITH ORDINALITY AS t(id, place))", (list(ids),))


def given_texts(texts: Iterable[str]) -> Sql:
    """A table of these texts with the column `value`."""
    if connection.vendor == "sqlite":
        return Sql("(SELECT value FROM json_each(%s))", (json.dumps(list(texts)),))
    return Sql("(SELECT unnest(%s::text[]) AS value)", (list(texts),))


def case(column: str, values: Mapping[Any, Any], otherwise: Sql) -> Sql:
    """CASE column WHEN … THEN …, for as many values as there are."""
    if not values:
        return otherwise
    text, params = f"CASE {column}", otherwise.params[:0]
    for key, value in values.items():
        branch = Sql.of(" WHEN {key} THEN {value}", key=key, value=value)
        text, params = text + branch.text, params + branch.params
    return Sql(f"{text} ELSE {otherwise.text} END", params + otherwise.params)


def as_number(expression: Sql) -> Sql:
    """So that Postgres takes it for a number where it might be nothing but NULL."""
    return Sql(f"CAST({expression.text} AS bigint)", expression.params)


def as_moment(at: datetime) -> Sql:
    """A moment; Postgres would take it for a text inside a CASE."""
    return Sql("%s" if connection.vendor == "sqlite" else "%s::timestamptz", (_value(at),))


def execute(statement: Sql) -> list[tuple[Any, ...]]:
    """Run it; the rows it returns, if it returns any."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return cursor.fetchall() if cursor.description else []


def _value(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
