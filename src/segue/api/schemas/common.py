"""Small parts of answers."""

from pydantic import BaseModel

from segue.domain.records import RecordType


class Ref(BaseModel):
    """Something else, by its id and name."""

    id: int
    name: str


class RecordRef(BaseModel):
    """A person or a company, by id, name and type."""

    id: int
    name: str
    type: RecordType
