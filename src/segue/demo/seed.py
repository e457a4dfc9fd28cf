"""Seeds the example: workspaces, people, sequences, and two weeks that really happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from segue.demo.cast import Cast
from segue.demo.companies import HALDEN_COMPANIES, NORTHWIND_COMPANIES, DemoCompany
from segue.demo.halden import HALDEN_SEQUENCES, halden_story
from segue.demo.northwind import LEFT_OPEN, northwind_story
from segue.demo.northwind_sequences import NORTHWIND_SEQUENCES, NORTHWIND_TEMPLATES
from segue.demo.people import CANDIDATES, CONTACTS, HALDEN_PEOPLE, DemoPerson
from segue.demo.records import add_fields, add_records
from segue.demo.stage import Calendar, play
from segue.demo.team import make_team
from segue.demo.writing import SequencePlan, TemplatePlan, write, write_templates
from segue.domain.demo_accounts import DEMO_PASSWORD, HALDEN, NORTHWIND
from segue.domain.roles import Permission
from segue.models import Workspace

FOUNDED = timedelta(days=21)  # before anything in the stories


@dataclass(frozen=True)
class _Plan:
    """What a workspace starts out with."""

    name: str
    zone: ZoneInfo
    companies: tuple[DemoCompany, ...]
    people: tuple[DemoPerson, ...]
    sequences: tuple[SequencePlan, ...]
    left_open: frozenset[str] = frozenset()
    templates: tuple[TemplatePlan, ...] = ()


@transaction.atomic
def seed(now: datetime) -> None:
    """Make the example data, or nothing at all: also where there is a workspace already.

    The same for the same `now`, but for what must be random (tokens, secrets).
    """
    if Workspace.objects.exists():
        return
    # Hashed once for all: hashing is slow on purpose, and this password is no secret.
    password = make_password(DEMO_PASSWORD)
    northwind, halden = _northwind(), _halden()
    scenes = [
        *northwind_story(_cast(northwind, password, now - FOUNDED), Calendar(now, northwind.zone)),
        *halden_story(_cast(halden, password, now - FOUNDED), Calendar(now, halden.zone)),
    ]
    play(scenes, now)


def _northwind() -> _Plan:
    people = (*CANDIDATES, *CONTACTS)
    zone = ZoneInfo("Europe/Amsterdam")
    return _Plan(NORTHWIND, zone, NORTHWIND_COMPANIES, people, NORTHWIND_SEQUENCES, LEFT_OPEN, NORTHWIND_TEMPLATES)


def _halden() -> _Plan:
    return _Plan(HALDEN, ZoneInfo("Europe/London"), HALDEN_COMPANIES, HALDEN_PEOPLE, HALDEN_SEQUENCES)


def _cast(plan: _Plan, password: str, now: datetime) -> Cast:
    team = make_team(plan.name, plan.zone.key, password, now)
    admin = next(iter(team.values()))
    add_fields(admin)
    records = add_records(team, plan.companies, plan.people, now)
    writers = cycle([actor for actor in team.values() if actor.member.may(Permission.WRITE_SEQUENCES)])
    sequences = {sequence.name: write(next(writers), sequence, now) for sequence in plan.sequences}
    write_templates(admin, plan.templates, now)
    return Cast(team, records, sequences, plan.left_open)
