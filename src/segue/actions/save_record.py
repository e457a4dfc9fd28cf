"""Adds a record, or changes one."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from segue.actions.record_input import RecordInput, read_input
from segue.domain.naming import person_name
from segue.domain.records import RecordType
from segue.domain.refusals import Conflict, Invalid, NotFound
from segue.domain.roles import Permission
from segue.models import Record, RecordTag, Tag, Workspace
from segue.models.actor import Actor
from segue.models.locks import take_turn
from segue.models.record_texts import refresh_texts

_BATCH = 500


class DuplicateEmail(Conflict):
    """Another record of this type has the address. `existing` is that one; save with `duplicate_ok` to have both."""

    def __init__(self, existing: Record) -> None:
        kind = RecordType(existing.type).label.lower()
        super().__init__(f"There is already a {kind} with the address {existing.email}: {existing.name}.")
        self.existing = existing


@transaction.atomic
def create_record(
    actor: Actor, record_type: RecordType, data: Mapping[str, object], now: datetime, *, duplicate_ok: bool = False
) -> Record:
    """Add a person or a company. Raises Invalid, or DuplicateEmail."""
    actor.require(Permission.WRITE_RECORDS)
    take_turn(actor.workspace.pk)
    found = read_input(actor, record_type, data)
    record = Record(workspace=actor.workspace, type=record_type, created_at=now)
    return _save(record, found, now, duplicate_ok=duplicate_ok)


@transaction.atomic
def update_record(
    actor: Actor, record: Record, data: Mapping[str, object], now: datetime, *, duplicate_ok: bool = False
) -> Record:
    """Change the given keys and nothing else. Raises Invalid, or DuplicateEmail where the address becomes another's."""
    actor.require(Permission.WRITE_RECORDS)
    take_turn(actor.workspace.pk)
    # Read again under the lock: a step may have set a field since the caller read the record.
    fresh = Record.objects.select_for_update().filter(pk=record.pk, workspace=actor.workspace).first()
    if fresh is None:
        raise NotFound("There is no such record in this workspace.")
    return _save(fresh, read_input(actor, RecordType(fresh.type), data), now, duplicate_ok=duplicate_ok)


def _save(record: Record, found: RecordInput, now: datetime, *, duplicate_ok: bool) -> Record:
    name_before, email_before = record.name, record.email
    for column, value in found.columns.items():
        setattr(record, column, value)
    record.fields = {key: text for key, text in (record.fields | found.custom).items() if text}
    _require_name(record)
    refresh_texts(record)
    if record.email.lower() != email_before.lower() and not duplicate_ok:
        _refuse_duplicate(record)
    record.updated_at = now
    record.save()
    if found.tags is not None:
        set_tags(record, found.tags)
    if not record.is_person and record.name != name_before:
        _refresh_search_of_people(record)
    return record


def _require_name(record: Record) -> None:
    if record.is_person and not person_name(record.first_name, record.last_name, record.email):
        raise Invalid({"first_name": ["Give a first name, a last name or an email address."]})
    if not record.is_person and not record.name:
        raise Invalid({"name": ["Give the company a name."]})


def _refuse_duplicate(record: Record) -> None:
    others = Record.objects.filter(workspace=record.workspace, type=record.type).exclude(pk=record.pk)
    if record.email:
        existing = others.annotate(address=Lower("email")).filter(address=record.email.lower()).first()
        if existing:
            raise DuplicateEmail(existing)


def _refresh_search_of_people(company: Record) -> None:
    people = Record.objects.filter(company=company).select_related("company")
    for person in people:
        refresh_texts(person)
    Record.objects.bulk_update(people, ["search"], batch_size=_BATCH)


def set_tags(record: Record, names: Iterable[str]) -> None:
    """Give the record these tags and no others; words that are new become tags of the workspace."""
    tags = _tags_named(record.workspace, list(names))
    RecordTag.objects.filter(record=record).exclude(tag__in=tags).delete()
    RecordTag.objects.bulk_create([RecordTag(record=record, tag=tag) for tag in tags], ignore_conflicts=True)


def _tags_named(workspace: Workspace, names: list[str]) -> list[Tag]:
    # By the exact word too: SQLite's lower() knows ASCII only, so "Élan" would not find itself by "élan".
    same = Q(lower_name__in=[name.lower() for name in names]) | Q(name__in=names)
    found = Tag.objects.filter(workspace=workspace).annotate(lower_name=Lower("name")).filter(same)
    known = {tag.name.lower() for tag in found}
    new = [Tag(workspace=workspace, name=name) for name in names if name.lower() not in known]
    Tag.objects.bulk_create(new, ignore_conflicts=True)
    return list(found.all())
