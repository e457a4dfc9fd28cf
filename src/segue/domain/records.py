"""Records: their two types and the built-in fields of each."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class RecordType(StrEnum):
    """A record is a person or a company; so is the type of a sequence."""

    PERSON = "person"
    COMPANY = "company"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def plural(self) -> str:
        return "people" if self is RecordType.PERSON else "companies"


@dataclass(frozen=True)
class Field:
    """A field of a record that merge fields and field updates may name. Built-in ones are columns."""

    key: str
    label: str
    built_in: bool = True
    writable: bool = True


_PERSON_FIELDS = (
    Field("name", "Name", writable=False),
    Field("first_name", "First name"),
    Field("last_name", "Last name"),
    Field("email", "Email"),
    Field("phone", "Phone"),
    Field("title", "Job title"),
    Field("city", "City"),
    Field("time_zone", "Time zone"),
)
_COMPANY_FIELDS = (
    Field("name", "Name"),
    Field("domain", "Domain"),
    Field("industry", "Industry"),
    Field("email", "Email"),
    Field("phone", "Phone"),
    Field("city", "City"),
    Field("time_zone", "Time zone"),
)
SENDER_FIELDS = (Field("name", "Sender's name", writable=False), Field("email", "Sender's email", writable=False))

CUSTOM_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def built_in_fields(record_type: RecordType) -> tuple[Field, ...]:
    """The fields every record of this type has."""
    return _PERSON_FIELDS if record_type is RecordType.PERSON else _COMPANY_FIELDS


@dataclass(frozen=True)
class FieldSet:
    """The fields known in a workspace: built-in and custom, for each type."""

    person: tuple[Field, ...]
    company: tuple[Field, ...]

    def of(self, record_type: RecordType) -> dict[str, Field]:
        """The fields of one type, by key."""
        return self._people if record_type is RecordType.PERSON else self._companies

    @cached_property
    def _people(self) -> dict[str, Field]:
        return {field.key: field for field in self.person}

    @cached_property
    def _companies(self) -> dict[str, Field]:
        return {field.key: field for field in self.company}

    def merge_names(self, record_type: RecordType) -> dict[str, str]:
        """Every name a template of a sequence of this type may use, with its label: {"person.city": "City", …}."""
        names = {f"company.{f.key}": f"Company: {f.label}" for f in self.company}
        if record_type is RecordType.PERSON:
            names = {f"person.{f.key}": f.label for f in self.person} | names
        return names | {f"sender.{f.key}": f.label for f in SENDER_FIELDS}
