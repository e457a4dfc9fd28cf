"""A workspace full of people who are enrolled in one e-mail sequence."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from segue.actions.create_workspace import create_workspace
from segue.actions.enroll import enroll
from segue.domain.events import Source
from segue.domain.roles import Role
from segue.domain.search import scope_of, search_text
from segue.domain.steps import StepKind, parse_config
from segue.domain.tiers import Tier
from segue.models import Mailbox, Member, Record, Step, User, Version, Workspace
from segue.models import Sequence as SequenceRow
from segue.models.actor import Actor
from segue.models.rows import insert_rows

_COLUMNS = (
    "workspace", "type", "name", "first_name", "last_name", "email", "phone", "title", "domain", "industry", "city",
    "time_zone", "fields", "search", "created_at", "updated_at",
)  # fmt: skip
CHUNK = 5_000


def make_sender(now: datetime, **mailbox: Any) -> Actor:
    """A workspace whose only mailbox has these settings; whoever enrolls in it."""
    workspace = create_workspace("Bench", "UTC", Tier.PROFESSIONAL, now)
    Mailbox.objects.filter(workspace=workspace).update(**mailbox)
    user = User.objects.create_user("bench@example.com", name="Bench")
    member = Member.objects.create(workspace=workspace, user=user, role=Role.ADMIN, joined_at=now)
    return Actor(member, Source.CLI)


def make_sequence(workspace: Workspace, configs: Sequence[dict[str, Any]], now: datetime) -> SequenceRow:
    """A published sequence of these e-mails, each due at once after the one before."""
    return make_steps(workspace, [(StepKind.EMAIL, config) for config in configs], now)


def make_steps(
    workspace: Workspace, plans: Sequence[tuple[StepKind, dict[str, Any]]], now: datetime, name: str = "Bench"
) -> SequenceRow:
    """A published sequence of these steps, each due at once after the one before."""
    sequence = SequenceRow.objects.create(workspace=workspace, type="person", name=name, created_at=now)
    version = Version.objects.create(
        workspace=workspace, sequence=sequence, number=1, step_count=len(plans),
        sends_email=any(kind is StepKind.EMAIL for kind, _ in plans), published_at=now,
    )  # fmt: skip
    for position, (kind, config) in enumerate(plans, 1):
        Step.objects.create(
            workspace=workspace, version=version, key=f"step{position}", position=position, kind=kind,
            delay_amount=0, delay_unit="minutes", config=parse_config(kind, config).model_dump(mode="json"),
        )  # fmt: skip
    sequence.current_version = version
    sequence.save()
    return sequence


def enroll_people(actor: Actor, sequence: SequenceRow, addresses: Sequence[str], now: datetime) -> Iterator[int]:
    """Make a person for each address and enroll them; yields how many are enrolled after each chunk."""
    for begin in range(0, len(addresses), CHUNK):
        rows = (_person(actor.workspace, address, now) for address in addresses[begin : begin + CHUNK])
        insert_rows(Record, _COLUMNS, rows)
        newest = Record.objects.filter(workspace=actor.workspace).order_by("-id").values_list("id", flat=True)
        enroll(actor, sequence, sorted(newest[: len(addresses[begin : begin + CHUNK])]), now)
        yield min(begin + CHUNK, len(addresses))


def _person(workspace: Workspace, address: str, now: datetime) -> tuple[Any, ...]:
    first = address.partition("@")[0].title()
    return (
        workspace.id, "person", f"{first} Doe", first, "Doe", address, "", "Engineer", "", "", "Utrecht", "", {},
        search_text(scope_of(workspace.id, "person"), [first, "Doe", address]), now, now,
    )  # fmt: skip
