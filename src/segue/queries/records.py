"""Reads of records: one, and a page of a list."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from segue.domain.records import RecordType
from segue.domain.refusals import NotFound
from segue.domain.search import holds, words_of
from segue.models import Enrollment, Record, RecordTag, Workspace
from segue.queries.record_search import found_first, with_ids

PAGE_SIZE = 50
MOST_SORTED = 200  # what a search finds is sorted by name up to here
MOST_WALKED = 20_000  # rows that one page of `walk` looks at
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

    @property
    def key(self) -> str:
        """The id as text: a template writes numbers ten times slower."""
        return str(self.id)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class RecordPage:
    """A page of a list; `next_after` is the id to ask the next one with, None on the last.

    `is_cut`: a search found more than MOST_SORTED, and only so many of them are gone through.
    """

    rows: list[RecordRow]
    next_after: int | None
    is_cut: bool = False


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
    found, is_cut = of_type(workspace, record_type), False
    if q.strip():
        ids = found_first(workspace, [record_type], q, MOST_SORTED + 1)
        found, is_cut = with_ids(ids[:MOST_SORTED]), len(ids) > MOST_SORTED
    found = _past(found, workspace, after).order_by("name", "id")
    rows = _rows(found[: size + 1])
    return RecordPage(rows[:size], rows[size - 1].id if len(rows) > size else None, is_cut)


def walk(workspace: Workspace, record_type: RecordType, q: str, after: int | None, size: int) -> RecordPage:
    """As `page`, for whoever reads on to the end: finds all, however many. A page may be short before the last."""
    words, walked = words_of(q), _past(of_type(workspace, record_type), workspace, after).order_by("name", "id")
    texts = list(walked.values_list("id", "search")[:MOST_WALKED])
    ids = [pk for pk, text in texts if holds(text, words)]
    on = ids[size - 1] if len(ids) > size else texts[-1][0] if len(texts) == MOST_WALKED else None
    return RecordPage(_rows(of_type(workspace, record_type).filter(id__in=ids[:size]).order_by("name", "id")), on)


def of_type(workspace: Workspace, record_type: RecordType) -> QuerySet[Record]:
    """The workspace's people, or its companies."""
    return Record.objects.filter(workspace=workspace, type=record_type)


def _rows(records: QuerySet[Record]) -> list[RecordRow]:
    shown: list[dict[str, Any]] = [{**row} for row in records.values(*_ROW, "company__name", "owner__user__name")]
    ids = [row["id"] for row in shown]
    tags, sequences = _tags_of(ids), _sequences_of(ids)
    return [_row(row, tags, sequences) for row in shown]


def _row(values: dict[str, Any], tags: dict[int, list[str]], sequences: Counter[int]) -> RecordRow:
    return RecordRow(
        company_name=values["company__name"] or "",
        owner_name=values["owner__user__name"] or "",
        tags=tuple(tags[values["id"]]),
        sequences=sequences[values["id"]],
        **{column: values[column] for column in _ROW},
    )


def tags_of(record: Record) -> list[str]:
    """The record's tags, in alphabetical order."""
    return _tags_of([record.pk])[record.pk]


def _past(records: QuerySet[Record], workspace: Workspace, after: int | None) -> QuerySet[Record]:
    shown = Record.objects.filter(workspace=workspace, pk=after) if after else Record.objects.none()
    last = shown.values_list("name", flat=True).first()
    if last is None:
        return records
    # The first half lets the index skip what was shown; the second drops namesakes that were shown already.
    return records.filter(name__gte=last).exclude(Q(name=last) & Q(id__lte=after))


def _tags_of(record_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = RecordTag.objects.filter(record_id__in=list(record_ids)).order_by("tag__name")
    for record_id, name in rows.values_list("record_id", "tag__name"):
        found[record_id].append(name)
    return found


def _sequences_of(record_ids: list[int]) -> Counter[int]:
    live = Enrollment.objects.filter(record_id__in=record_ids, removed_at__isnull=True).order_by()
    return Counter(dict(live.values_list("record_id").annotate(n=Count("id"))))
