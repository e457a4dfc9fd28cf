"""People and companies, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, StrictBool

from segue.api.inputs import Body, BodyId, OptionalText, OptionalTexts
from segue.api.schemas.common import Ref
from segue.domain.records import RecordType
from segue.queries.record_details import RecordDetails

AllowDuplicate = Annotated[StrictBool, Field(description="Save it even if another record has this email address.")]
OwnFields = Annotated[
    dict[str, str], Field(default_factory=dict, description="Fields of the workspace's own, by key; an empty one goes.")
]


class _RecordInput(Body):
    email: OptionalText
    phone: OptionalText
    city: OptionalText
    time_zone: Annotated[OptionalText, Field(description="Such as Europe/Amsterdam.")]
    owner_id: BodyId | None = Field(None, description="A member of the workspace.")
    tags: Annotated[OptionalTexts, Field(description="All its tags; new words become tags.")]
    fields: OwnFields
    allow_duplicate: AllowDuplicate = False

    def given(self) -> dict[str, object]:
        """What is to be set."""
        return self.model_dump(exclude_unset=True, exclude={"allow_duplicate"})


class PersonInput(_RecordInput):
    """A person needs a first name, a last name or an email address."""

    first_name: OptionalText
    last_name: OptionalText
    title: Annotated[OptionalText, Field(description="The job title.")]
    company_id: BodyId | None = None


class CompanyInput(_RecordInput):
    """A company needs a name."""

    name: OptionalText
    domain: Annotated[OptionalText, Field(description="A web address will do; the domain is taken from it.")]
    industry: OptionalText


class _Record(BaseModel):
    id: int
    type: RecordType
    name: str
    email: str
    phone: str
    city: str
    time_zone: str
    owner: Ref | None
    tags: list[str]
    fields: dict[str, str]
    created_at: datetime
    updated_at: datetime


class Company(_Record):
    """A company."""

    domain: str
    industry: str

    @classmethod
    def of(cls, details: RecordDetails) -> Self:
        return cls(**_common(details), domain=details.record.domain, industry=details.record.industry)


class Person(_Record):
    """A person. `name` is the first and last name, or else the email address."""

    first_name: str
    last_name: str
    title: str
    company: Ref | None

    @classmethod
    def of(cls, details: RecordDetails) -> Self:
        company = details.record.company
        columns = {name: getattr(details.record, name) for name in ("first_name", "last_name", "title")}
        return cls(**_common(details), **columns, company=Ref(id=company.pk, name=company.name) if company else None)


class People(BaseModel):
    """People by name; `next_after` leads to the next page, null on the last."""

    items: list[Person]
    next_after: int | None


class Companies(BaseModel):
    """Companies by name; `next_after` leads to the next page, null on the last."""

    items: list[Company]
    next_after: int | None


def _common(details: RecordDetails) -> dict[str, Any]:
    record = details.record
    columns = ("id", "type", "name", "email", "phone", "city", "time_zone", "fields", "created_at", "updated_at")
    owner = Ref(id=record.owner.pk, name=str(record.owner)) if record.owner else None
    return {"owner": owner, "tags": details.tags} | {name: getattr(record, name) for name in columns}
