"""/people."""

from django.utils import timezone
from ninja import Router

from segue.actions.save_record import create_record, update_record
from segue.api.auth import ApiRequest
from segue.api.inputs import After, Id, Limit, Words
from segue.api.schemas.records import People, Person, PersonInput
from segue.domain.records import RecordType
from segue.queries.record_details import details_page, record_details

router = Router(tags=["People"])


@router.get("", response=People)
def list_people(request: ApiRequest, q: Words = "", after: After = None, limit: Limit = 50) -> People:
    """People by name, those that hold every word of `q` in name, email address, job title or company."""
    found = details_page(request.auth.workspace, RecordType.PERSON, q, after, limit)
    return People(items=[Person.of(details) for details in found.items], next_after=found.next_after)


@router.post("", response={201: Person})
def create_person(request: ApiRequest, body: PersonInput) -> Person:
    """Add a person."""
    record = create_record(
        request.auth, RecordType.PERSON, body.given(), timezone.now(), duplicate_ok=body.allow_duplicate
    )
    return _read(request, record.pk)


@router.get("/{int:person_id}", response=Person)
def get_person(request: ApiRequest, person_id: Id) -> Person:
    """One person."""
    return _read(request, person_id)


@router.patch("/{int:person_id}", response=Person)
def change_person(request: ApiRequest, person_id: Id, body: PersonInput) -> Person:
    """Change what is given and leave the rest."""
    record = record_details(request.auth.workspace, RecordType.PERSON, person_id).record
    update_record(request.auth, record, body.given(), timezone.now(), duplicate_ok=body.allow_duplicate)
    return _read(request, person_id)


def _read(request: ApiRequest, person_id: int) -> Person:
    return Person.of(record_details(request.auth.workspace, RecordType.PERSON, person_id))
