"""What `segue move` copies, and what Postgres cannot take as SQLite has it."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Made anew by the migrations of the target (kinds of content, permissions), or worth nothing (who is signed in, jobs:
# workers find what is due by the enrollments). Users of Segue have no groups or permissions of Django's.
LEFT_OUT = frozenset({"auth", "contenttypes", "procrastinate", "sessions"})

# U+0000, and halves of surrogate pairs: SQLite keeps both, Postgres refuses both.
_REFUSED = re.compile("[\0\ud800-\udfff]")
_REFUSED_IN_JSON = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


@dataclass(frozen=True)
class MovedTable:
    """A table, with its columns in the order in which they are read and written."""

    name: str
    key: str
    columns: tuple[str, ...]
    json_at: frozenset[int]

    def rows_statement(self, connection: BaseDatabaseWrapper) -> str:
        quote = connection.ops.quote_name
        columns = ", ".join(map(quote, self.columns))
        return f"SELECT {columns} FROM {quote(self.name)} ORDER BY {quote(self.key)}"  # noqa: S608  # our own names

    def count(self, connection: BaseDatabaseWrapper) -> int:
        """How many rows it has."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(self.name)}")  # noqa: S608  # our own name
            [(found,)] = cursor.fetchall()
        return int(found)

    def storable(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row as Postgres takes it: the same object where nothing had to go."""
        found = tuple(_storable(value, at in self.json_at) for at, value in enumerate(row))
        return row if found == row else found


def moved_models() -> list[type[models.Model]]:
    """Every model with a table that moves, those between two of a many-to-many relation too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT
    ]


def moved_tables() -> list[MovedTable]:
    """Their tables."""
    return [_table(model) for model in moved_models()]


def _table(model: type[models.Model]) -> MovedTable:
    fields = model._meta.local_concrete_fields
    return MovedTable(
        name=model._meta.db_table,
        key=str(model._meta.pk.column),
        columns=tuple(str(field.column) for field in fields),
        json_at=frozenset(at for at, field in enumerate(fields) if isinstance(field, models.JSONField)),
    )


def _storable(value: Any, is_json: bool) -> Any:
    if not isinstance(value, str):
        return value
    if is_json:
        return _json_storable(value)
    return _REFUSED.sub("", value) if "\0" in value else value


def _json_storable(text: str) -> str:
    if not _REFUSED_IN_JSON.search(text):
        return text
    read = json.loads(text)
    cleaned = _cleaned(read)
    return text if cleaned == read else json.dumps(cleaned)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _REFUSED.sub("", value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_REFUSED.sub("", key): _cleaned(item) for key, item in value.items()}
    return value
