"""Effects inside the database: field updates and tags. They commit with the move to the next step."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Lower

from segue.domain.plan import Do
from segue.domain.records import RecordType, built_in_fields
from segue.domain.snapshot import Snapshot
from segue.domain.steps import StepKind, TagOperation
from segue.models import Record, RecordTag, Tag
from segue.models.record_texts import refresh_texts
from segue.models.rows import insert_rows, update_rows

_COLUMNS = (
    "name", "first_name", "last_name", "email", "phone", "title", "domain", "industry", "city", "time_zone", "fields",
    "search", "updated_at",
)  # fmt: skip

Effected = tuple[Snapshot, Do]


def apply_effects(items: Sequence[Effected], now: datetime) -> None:
    """Carry out what these steps do to their records."""
    _set_fields([item for item in items if item[0].step.kind is StepKind.FIELD], now)
    _change_tags([item for item in items if item[0].step.kind is StepKind.TAG])


def _set_fields(items: Sequence[Effected], now: datetime) -> None:
    if not items:
        return
    ids = {snapshot.record_id for snapshot, _ in items}
    records = {
        r.id: r for r in Record.objects.select_for_update(of=("self",)).filter(id__in=ids).select_related("company")
    }
    for snapshot, do in items:
        _set_field(records[snapshot.record_id], do.effect["field"], do.effect["value"])
    for record in records.values():
        refresh_texts(record)
    update_rows(
        Record,
        _COLUMNS,
        ("id",),
        ((*(getattr(r, column) for column in _COLUMNS[:-1]), now, r.id) for r in records.values()),
    )


def _set_field(record: Record, key: str, value: str) -> None:
    # A custom field may be named like a column of the other type, or like one that is not a field at all.
    if key in {field.key for field in built_in_fields(RecordType(record.type))}:
        setattr(record, key, value)
    elif value:
        record.fields = {**record.fields, key: value}
    else:
        record.fields = {name: text for name, text in record.fields.items() if name != key}


def _change_tags(items: Sequence[Effected]) -> None:
    for operation in TagOperation:
        chosen = [(snapshot, do) for snapshot, do in items if do.effect["operation"] == operation]
        for name in sorted({do.effect["tag"] for _, do in chosen}):  # in one order, for whoever makes the same ones
            records = [snapshot.record_id for snapshot, do in chosen if do.effect["tag"] == name]
            tag = _tag(chosen[0][0].workspace_id, name)
            _ADJUST[operation](tag, records)


def _tag(workspace_id: int, name: str) -> Tag:
    # Both sides are lowered by the database, as its constraint does: SQLite's LOWER knows ASCII only, Python's more.
    same = Tag.objects.alias(lower=Lower("name")).filter(lower=Lower(Value(name)))
    own = same.filter(workspace_id=workspace_id)
    known = own.first()
    if known is None:
        # Another worker may make it at this moment.
        Tag.objects.bulk_create([Tag(workspace_id=workspace_id, name=name)], ignore_conflicts=True)
    return known or own.get()


def _add(tag: Tag, record_ids: Iterable[int]) -> None:
    insert_rows(RecordTag, ("record", "tag"), ((i, tag.id) for i in record_ids), ignore_conflicts=True)


def _take_away(tag: Tag, record_ids: Iterable[int]) -> None:
    RecordTag.objects.filter(tag=tag, record_id__in=list(record_ids)).delete()


_ADJUST = {TagOperation.ADD: _add, TagOperation.REMOVE: _take_away}
