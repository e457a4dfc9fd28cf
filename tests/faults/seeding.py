"""What `tests.faults.seed` does, once Django has started."""

import time
from datetime import timedelta
from typing import Any

from django.utils import timezone

from segue.actions.create_workspace import create_workspace
from segue.actions.enroll import enroll
from segue.domain.delay import Delay, DelayUnit
from segue.domain.roles import Role
from segue.domain.steps import StepKind
from segue.domain.tiers import Tier
from segue.models import Activity, Mailbox, Member, Record, Sequence, User, Workspace
from tests.waiting import wait_until
from tests.world import StepPlan, World


def fill(order: dict[str, Any]) -> int:
    """A sequence with people enrolled in it; returns how many."""
    world, sequence = _sequence(order)
    if url := order.get("provider"):
        _send_through(world, url)
    waves, people = order.get("waves", 1), _people(world, order["people"])
    for wave in range(waves):
        at = timezone.now() + timedelta(seconds=wave)
        enroll(world.actor, sequence, [person.pk for person in people[wave::waves]], at)
    return len(people)


def _send_through(world: World, url: str) -> None:
    """Have the mailbox send through a provider whose API is there."""
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    options = {"server_token": "token", "api_url": url}
    mailbox.kind, mailbox.settings = "provider", {"provider": {"name": "postmark", "options": options}}
    mailbox.save()


def time_the_bell(order: dict[str, Any]) -> list[float]:
    """Enroll one person after the other; how long each waited for a worker."""
    world, sequence = _sequence(order)
    waited = []
    for person in _people(world, order["times"]):
        enroll(world.actor, sequence, [person.pk], timezone.now())
        enrolled = time.monotonic()
        wait_until(Activity.objects.filter(record=person).exists, 30, what="the first activity")
        waited.append(time.monotonic() - enrolled)
    return waited


def _sequence(order: dict[str, Any]) -> tuple[World, Sequence]:
    world = _world()
    plans = [StepPlan(StepKind(kind), config, Delay(wait, DelayUnit.SECONDS)) for kind, config, wait in order["steps"]]
    return world, world.sequence(steps=plans, name=f"Sequence {Sequence.objects.count() + 1}")


def _world() -> World:
    workspace = Workspace.objects.first() or create_workspace("Acme", "UTC", Tier.PROFESSIONAL, timezone.now())
    member = Member.objects.first()
    if member is None:
        user = User.objects.create_user("alice@example.com", name="Alice")
        member = Member.objects.create(workspace=workspace, user=user, role=Role.ADMIN, joined_at=timezone.now())
    return World(workspace, member, member, member, workspace, member, now=timezone.now())


def _people(world: World, number: int) -> list[Record]:
    return Record.objects.bulk_create(
        Record(
            workspace=world.workspace, type="person", name=f"Person {n}", first_name=f"Person {n}",
            email=f"person.{n}@example.com", search=f"person {n}", created_at=world.now, updated_at=world.now,
        )
        for n in range(number)
    )  # fmt: skip
