"""Encrypts stored secrets anew, after SEGUE_SECRET_KEY was changed: every encrypted column there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from segue.models.encrypted import ENCRYPTED_FIELDS, WrongKeyError, renewed

BATCH = 200


@dataclass(frozen=True)
class Secrets:
    """A column of secrets."""

    table: str
    key: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class Renewed:
    """What came of some of them: how many were looked at, how many encrypted anew, the ids that no key can read."""

    seen: int
    written: int
    lost: tuple[int, ...]


def columns_of_secrets() -> list[Secrets]:
    """All there are, by their models."""
    return [
        Secrets(model._meta.db_table, str(model._meta.pk.column), str(field.column))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ENCRYPTED_FIELDS)
    ]


def renew(secrets: Secrets) -> Iterator[Renewed]:
    """Batch by batch, each written at once: stopped in between, the next run passes over what is done."""
    after = 0
    while rows := _batch(secrets, after):
        yield _renew(secrets, rows)
        after = rows[-1][0]


def _batch(secrets: Secrets, after: int) -> list[tuple[int, str]]:
    key, column, table = map(connection.ops.quote_name, (secrets.key, secrets.column, secrets.table))
    statement = (
        f"SELECT {key}, {column} FROM {table}"  # noqa: S608  # names of our own tables
        f" WHERE {key} > %s AND {column} IS NOT NULL ORDER BY {key} LIMIT {BATCH}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [after])
        return list(cursor.fetchall())


def _renew(secrets: Secrets, rows: list[tuple[int, str]]) -> Renewed:
    changed: list[tuple[str, int, str]] = []
    lost: list[int] = []
    for number, stored in rows:
        try:
            if new := renewed(stored):
                changed.append((new, number, stored))
        except WrongKeyError:
            lost.append(number)
    if changed:
        _write(secrets, changed)
    return Renewed(len(rows), len(changed), tuple(lost))


def _write(secrets: Secrets, changed: list[tuple[str, int, str]]) -> None:
    """Only where it still is what was read: what somebody has saved meanwhile is encrypted with the new key."""
    key, column, table = map(connection.ops.quote_name, (secrets.key, secrets.column, secrets.table))
    statement = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608  # as above
    with connection.cursor() as cursor:
        cursor.executemany(statement, changed)
