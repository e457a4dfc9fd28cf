"""Records, tags and members to choose from or to go to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from segue.domain.records import RecordType
from segue.models import Member, Record, Tag, Workspace
from segue.queries.record_search import BOTH, found_first, with_ids

MOST_SORTED = 200  # of what a search finds, so many are put in order before the first few are shown


@dataclass(frozen=True)
class Choice:
    """A record to choose or to go to."""

    id: int
    name: str
    subtitle: str
    type: RecordType

    @property
    def pk(self) -> int:
        return self.id

    def __str__(self) -> str:
        return self.name


def search(workspace: Workspace, q: str, limit: int) -> list[Choice]:
    """People and companies that hold every word, by name; of very many, the first that were found."""
    return _choices(_found(workspace, BOTH, q), limit)


def search_companies(workspace: Workspace, q: str, limit: int) -> list[Choice]:
    """Companies to choose from."""
    return search_of_type(workspace, RecordType.COMPANY, q, limit)


def search_of_type(workspace: Workspace, record_type: RecordType, q: str, limit: int) -> list[Choice]:
    """People, or companies, that match."""
    return _choices(_found(workspace, (record_type,), q), limit)


def companies_called(workspace: Workspace, text: str) -> list[Choice]:
    """At most two companies with exactly this name, or with this name and domain: "Kestrel (kestrel.example)"."""
    companies = Record.objects.filter(workspace=workspace, type=RecordType.COMPANY)
    name, _, rest = text.rpartition(" (")
    exactly = Q(name__iexact=text) | Q(name__iexact=name, domain__iexact=rest.removesuffix(")"))
    return _choices(companies.filter(exactly), 2)


def people_of(company: Record, limit: int) -> list[Choice]:
    """The people of a company, by name, with what each does there."""
    people = Record.objects.filter(company=company).order_by("name", "id")
    rows = people.values_list("id", "name", "title", "email")[:limit]
    return [Choice(pk, name, title or email, RecordType.PERSON) for pk, name, title, email in rows]


def count_people_of(company: Record) -> int:
    """How many people the company has."""
    return Record.objects.filter(company=company).count()


def tags_like(workspace: Workspace, word: str, limit: int) -> list[str]:
    """The workspace's tags that hold this word, to suggest."""
    found = Tag.objects.filter(workspace=workspace, name__icontains=word)
    return list(found.order_by("name").values_list("name", flat=True)[:limit])


def owner_choices(workspace: Workspace) -> list[tuple[int, str]]:
    """Who can own a record: the members, by name."""
    members = Member.objects.filter(workspace=workspace, left_at__isnull=True).order_by("user__name")
    return list(members.values_list("id", "user__name"))


def _found(workspace: Workspace, types: Iterable[RecordType], q: str) -> QuerySet[Record]:
    if q.strip():
        return with_ids(found_first(workspace, types, q, MOST_SORTED))
    return Record.objects.filter(workspace=workspace, type__in=list(types))


def _choices(records: QuerySet[Record], limit: int) -> list[Choice]:
    rows = records.order_by("name", "id").values("id", "name", "type", "title", "domain", "email", "company__name")
    return [Choice(row["id"], row["name"], _subtitle(row), RecordType(row["type"])) for row in rows[:limit]]


def _subtitle(row: Mapping[str, Any]) -> str:
    if row["type"] == RecordType.COMPANY:
        return str(row["domain"] or row["email"])
    return " at ".join(filter(None, (row["title"], row["company__name"]))) or str(row["email"])
