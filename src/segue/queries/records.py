"""Reads of records: one, a page of a list, and what was searched for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from segue.domain.naming import search_words
from segue.domain.records import RecordType
from segue.domain.refusals import NotFound
from segue.models import Enrollment, Member, Record, RecordTag, Tag, Workspace

PAGE_SIZE = 50
_ROW = ("id", "name", "email", "title", "domain", "industry", "city", "company_id")


@dataclass(frozen=True)
class RecordRow:
    """A line of the list of people or of companies."""

    id: int
    name: str
    email: str
    title: str
    domain: str
    industry: str
    city: str
    company_id: int | None
    company_name: str
    owner_name: str
    tags: tuple[str, ...]
    sequences: int

    @property
    def pk(self) -> int:
        return self.id

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class RecordPage:
    """A page of a list; `next_after` is the id to ask the next one with, None on the last."""

    rows: list[RecordRow]
    next_after: int | None


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


def get_record(workspace: Workspace, record_type: RecordType, record_id: int) -> Record:
    """One record with its company and owner. NotFound for another workspace's, or another type's."""
    records = Record.objects.filter(workspace=workspace, type=record_type).select_related("company", "owner__user")
    record = records.filter(pk=record_id).first()
    if record is None:
        raise NotFound(f"There is no such {record_type.label.lower()} in this workspace.")
    return record


def page(
    workspace: Workspace, record_type: RecordType, q: str = "", after: int | None = None, size: int = PAGE_SIZE
) -> RecordPage:
    """Records by name, from the one behind `after` on. Reads as many as it shows, wherever in the list that is."""
    found = _past(matching(workspace, record_type, q), workspace, after).order_by("name", "id")
    rows = found.values(*_ROW, "company__name", "owner__user__name")[: size + 1]
    shown: list[dict[str, Any]] = [{**row} for row in rows[:size]]
    ids = [row["id"] for row in shown]
    tags, sequences = _tags_of(ids), _sequences_of(ids)
    return RecordPage([_row(row, tags, sequences) for row in shown], ids[-1] if len(rows) > size else None)


def _row(values: dict[str, Any], tags: dict[int, list[str]], sequences: Counter[int]) -> RecordRow:
    return RecordRow(
        company_name=values["company__name"] or "",
        owner_name=values["owner__user__name"] or "",
        tags=tuple(tags[values["id"]]),
        sequences=sequences[values["id"]],
        **{column: values[column] for column in _ROW},
    )


def search(workspace: Workspace, q: str, limit: int) -> list[Choice]:
    """People and companies that hold every word."""
    found = _with_words(Record.objects.filter(workspace=workspace), q)
    return _choices(found, limit)


def search_companies(workspace: Workspace, q: str, limit: int) -> list[Choice]:
    """Companies to choose from."""
    return _choices(matching(workspace, RecordType.COMPANY, q), limit)


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


def tags_of(record: Record) -> list[str]:
    """The record's tags, in alphabetical order."""
    return _tags_of([record.pk])[record.pk]


def tags_like(workspace: Workspace, word: str, limit: int) -> list[str]:
    """The workspace's tags that hold this word, to suggest."""
    found = Tag.objects.filter(workspace=workspace, name__icontains=word)
    return list(found.order_by("name").values_list("name", flat=True)[:limit])


def owner_choices(workspace: Workspace) -> list[tuple[int, str]]:
    """Who can own a record: the members, by name."""
    members = Member.objects.filter(workspace=workspace, left_at__isnull=True).order_by("user__name")
    return list(members.values_list("id", "user__name"))


def matching(workspace: Workspace, record_type: RecordType, q: str) -> QuerySet[Record]:
    """Records of one type that hold every word."""
    return _with_words(Record.objects.filter(workspace=workspace, type=record_type), q)


def _with_words(records: QuerySet[Record], q: str) -> QuerySet[Record]:
    for word in search_words(q):
        records = records.filter(search__contains=word)
    return records


def _past(records: QuerySet[Record], workspace: Workspace, after: int | None) -> QuerySet[Record]:
    shown = Record.objects.filter(workspace=workspace, pk=after) if after else Record.objects.none()
    last = shown.values_list("name", flat=True).first()
    if last is None:
        return records
    # The first half lets the index skip what was shown; the second drops namesakes that were shown already.
    return records.filter(name__gte=last).exclude(Q(name=last) & Q(id__lte=after))


def _choices(records: QuerySet[Record], limit: int) -> list[Choice]:
    rows = records.order_by("name", "id").values("id", "name", "type", "title", "domain", "email", "company__name")
    return [Choice(row["id"], row["name"], _subtitle(row), RecordType(row["type"])) for row in rows[:limit]]


def _subtitle(row: Mapping[str, Any]) -> str:
    if row["type"] == RecordType.COMPANY:
        return str(row["domain"] or row["email"])
    return " at ".join(filter(None, (row["title"], row["company__name"]))) or str(row["email"])


def _tags_of(record_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = RecordTag.objects.filter(record_id__in=list(record_ids)).order_by("tag__name")
    for record_id, name in rows.values_list("record_id", "tag__name"):
        found[record_id].append(name)
    return found


def _sequences_of(record_ids: list[int]) -> Counter[int]:
    live = Enrollment.objects.filter(record_id__in=record_ids, removed_at__isnull=True).order_by()
    return Counter(dict(live.values_list("record_id").annotate(n=Count("id"))))
