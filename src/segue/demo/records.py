"""Puts the made-up companies and people into a workspace, as somebody would who types them in."""

from collections.abc import Iterable
from datetime import datetime
from itertools import cycle

from segue.actions.add_field import add_field
from segue.actions.save_record import create_record
from segue.demo.companies import DemoCompany
from segue.demo.people import DemoPerson
from segue.demo.places import PLACES, phone_in
from segue.demo.team import Team
from segue.domain.records import RecordType
from segue.models import Record
from segue.models.actor import Actor

PERSON_FIELDS = {
    "seniority": "Seniority",
    "notice_period": "Notice period",
    "stage": "Stage",
    "private_email": "Private email",
}
COMPANY_FIELDS = {"headcount": "Headcount"}


def add_fields(admin: Actor) -> None:
    """The custom fields of the example."""
    for key, label in PERSON_FIELDS.items():
        add_field(admin, RecordType.PERSON, label, key)
    for key, label in COMPANY_FIELDS.items():
        add_field(admin, RecordType.COMPANY, label, key)


def add_records(
    team: Team, companies: Iterable[DemoCompany], people: Iterable[DemoPerson], now: datetime
) -> dict[str, Record]:
    """The records by name. Their owners take turns."""
    owners = cycle(team.values())
    added = {c.name: _add_company(next(owners), c, number, now) for number, c in enumerate(companies)}
    hosts = {record.name: record for record in added.values()}
    for number, person in enumerate(people):
        added[person.name] = _add_person(next(owners), person, hosts[person.company], number, now)
    return added


def _add_company(owner: Actor, company: DemoCompany, number: int, now: datetime) -> Record:
    data: dict[str, object] = {
        "name": company.name,
        "domain": company.domain,
        "industry": company.industry,
        "email": company.email,
        "fields": {"headcount": company.headcount},
        "tags": list(company.tags),
    }
    return create_record(owner, RecordType.COMPANY, data | _whereabouts(owner, company.city, number), now)


def _add_person(owner: Actor, person: DemoPerson, company: Record, number: int, now: datetime) -> Record:
    data: dict[str, object] = {
        "first_name": person.first,
        "last_name": person.last,
        "title": person.title,
        "email": f"{person.first}.{person.last}@{company.domain}".lower().replace(" ", "") if person.has_email else "",
        "company_id": company.pk,
        "fields": {"seniority": person.seniority, "notice_period": person.notice},
        "tags": list(person.tags),
    }
    return create_record(owner, RecordType.PERSON, data | _whereabouts(owner, person.city, number + 30), now)


def _whereabouts(owner: Actor, city: str, number: int) -> dict[str, object]:
    time_zone = PLACES[city].time_zone
    return {"city": city, "time_zone": time_zone, "phone": phone_in(city, number), "owner_id": owner.member.pk}
