"""Which records a search finds. A page reads a bounded number of them, however many there are."""

from collections.abc import Iterable

from django.db.models import QuerySet

from segue.domain.records import RecordType
from segue.domain.search import search_query, words_of
from segue.models import Record, Workspace
from segue.models.record_words import first_records

BOTH = tuple(RecordType)


def found_first(workspace: Workspace, types: Iterable[RecordType], q: str, limit: int) -> list[int]:
    """The ids of the first `limit` records that hold every word, in no order; as many as there are, if fewer."""
    words = words_of(q)
    return first_records(search_query(workspace.pk, types, words), limit) if words else []


def with_ids(found: list[int]) -> QuerySet[Record]:
    """What `found_first` found, which is the workspace's own. Asked for the workspace again, Postgres reads all of its
    records in their order until it has met the first few of these (250 ms instead of 5)."""
    return Record.objects.filter(id__in=found)


def with_words(
    records: QuerySet[Record], workspace: Workspace, types: Iterable[RecordType], q: str
) -> QuerySet[Record]:
    """Those of these records that hold every word: all of them, so not for a page. Everything where nothing is asked;
    nothing where what was typed has no letter and no digit."""
    if not q.strip():
        return records
    words = words_of(q)
    return records.filter(search__words=search_query(workspace.pk, types, words)) if words else records.none()
