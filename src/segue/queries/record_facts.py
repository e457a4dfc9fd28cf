"""Records as templates and clocks need them: plain values, read in a set, without building model objects."""

import json
from collections.abc import Collection
from typing import Any, NamedTuple, Protocol

from django.db.models import TextField
from django.db.models.functions import Cast

from segue.models import Record


class RecordLike(Protocol):
    """What a record and its facts have in common. Built-in fields are attributes named by their keys."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def fields(self) -> Any: ...
    @property
    def company(self) -> "RecordLike | None": ...


class RecordFacts(NamedTuple):
    """A record, as far as a step can see it."""

    id: int
    type: str
    name: str
    first_name: str
    last_name: str
    email: str
    phone: str
    title: str
    domain: str
    industry: str
    city: str
    time_zone: str
    company_id: int | None
    fields: dict[str, Any]
    company: "RecordFacts | None" = None


_COLUMNS = (
    "id", "type", "name", "first_name", "last_name", "email", "phone", "title", "domain", "industry", "city",
    "time_zone", "company_id", "own_fields",
)  # fmt: skip


def load_record_facts(ids: Collection[int]) -> dict[int, RecordFacts]:
    """Records by id, each with its company, in two queries."""
    records = _read(ids) if ids else {}
    company_ids = {r.company_id for r in records.values() if r.company_id}
    companies = _read(frozenset(company_ids)) if company_ids else {}
    return {i: r._replace(company=companies.get(r.company_id)) if r.company_id else r for i, r in records.items()}


def _read(ids: Collection[int]) -> dict[int, RecordFacts]:
    # Most records have no fields of their own: as text they cost nothing to read.
    records = Record.objects.filter(id__among=ids).annotate(own_fields=Cast("fields", TextField()))
    rows = records.values_list(*_COLUMNS)
    return {row[0]: RecordFacts._make((*row[:-1], _parsed(row[-1]), None)) for row in rows}


def _parsed(text: str) -> dict[str, Any]:
    fields = {} if text == "{}" else json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError("The fields of a record are not a list of names and values.")
    return fields
