"""Reads of whole records, for programs: everything a record holds, one or a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from segue.domain.records import RecordType
from segue.domain.refusals import Invalid, NotFound
from segue.models import Record, Workspace
from segue.queries.records import PAGE_SIZE, get_record, page, tags_of, walk


@dataclass(frozen=True)
class RecordDetails:
    """A record (with its company and owner) and its tags."""

    record: Record
    tags: list[str]


@dataclass(frozen=True)
class DetailsPage:
    """A page by name; `next_after` is the id to ask the next one with, None on the last.

    Where a search finds very many, pages before the last may hold fewer than was asked for.
    """

    items: list[RecordDetails]
    next_after: int | None


def record_details(workspace: Workspace, record_type: RecordType, record_id: int) -> RecordDetails:
    """One record of this type, or NotFound."""
    record = get_record(workspace, record_type, record_id)
    return RecordDetails(record, tags_of(record))


def details_page(
    workspace: Workspace, record_type: RecordType, q: str = "", after: int | None = None, size: int = PAGE_SIZE
) -> DetailsPage:
    """A page of records that hold every word. Raises Invalid where `after` is none of them: a program that went on
    with the first page would never come to an end."""
    if after is not None and not _of_type(workspace, record_type, [after]):
        raise Invalid({"after": ["There is no such record any more. Start again without it."]})
    listed = page(workspace, record_type, q, after, size)
    if listed.is_cut:
        listed = walk(workspace, record_type, q, after, size)
    records = _of_type(workspace, record_type, [row.id for row in listed.rows])
    items = [RecordDetails(records[row.id], list(row.tags)) for row in listed.rows if row.id in records]
    return DetailsPage(items, listed.next_after)


def any_record(workspace: Workspace, record_id: int) -> Record:
    """A person or a company of this workspace, or NotFound."""
    record = Record.objects.filter(workspace=workspace, pk=record_id).first()
    if record is None:
        raise NotFound("There is no such record in this workspace.")
    return record


def _of_type(workspace: Workspace, record_type: RecordType, record_ids: Iterable[int]) -> dict[int, Record]:
    records = Record.objects.filter(workspace=workspace, type=record_type, pk__in=list(record_ids))
    return {record.pk: record for record in records.select_related("company", "owner__user")}
