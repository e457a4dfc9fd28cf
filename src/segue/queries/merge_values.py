"""What merge fields stand for. A value is read when it is asked for: most templates ask for one or two."""

from collections.abc import Iterator, Mapping
from typing import Any

from segue.domain.records import Field, FieldSet, RecordType
from segue.domain.snapshot import SenderFacts
from segue.queries.record_facts import RecordLike

_EMPTY = (None, "")


class RecordValues(Mapping[str, Any]):
    """The values of one record by the keys of its fields. Fields without a value are not there: empty is missing."""

    __slots__ = ("_fields", "_record")

    def __init__(self, record: RecordLike, fields: Mapping[str, Field]) -> None:
        self._record, self._fields = record, fields

    def get(self, key: str, default: Any = None) -> Any:
        field = self._fields.get(key)
        if field is None:
            return default
        value = getattr(self._record, key) if field.built_in else self._record.fields.get(key)
        return default if value in _EMPTY else value

    def __getitem__(self, key: str) -> Any:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._fields if self.get(key) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def merge_values(record: RecordLike, sender: SenderFacts | None, fields: FieldSet) -> dict[str, Mapping[str, Any]]:
    """The values of a record, its company and its sender, by the group that a merge field begins with."""
    is_person = record.type == RecordType.PERSON
    company = record.company if is_person else record
    values: dict[str, Mapping[str, Any]] = {"company": {}, "sender": {}}
    if company:
        values["company"] = RecordValues(company, fields.of(RecordType.COMPANY))
    if is_person:
        values["person"] = RecordValues(record, fields.of(RecordType.PERSON))
    if sender:
        values["sender"] = {"name": sender.name, "email": sender.address}
    return values
