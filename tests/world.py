"""A small world for tests: a workspace with an admin, a manager and a member, and an outsider next door."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from segue.actions.create_workspace import create_workspace
from segue.actions.enroll import enroll
from segue.domain.delay import Delay, DelayUnit
from segue.domain.events import Source
from segue.domain.records import RecordType
from segue.domain.roles import Role
from segue.domain.search import scope_of, search_text
from segue.domain.steps import StepKind, parse_config
from segue.domain.tiers import Tier
from segue.engine.tick import tick
from segue.models import Enrollment, Member, Record, Sequence, Step, User, Version, Workspace
from segue.models.actor import Actor
from segue.queries.lanes import due_lanes

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
PASSWORD = "correct horse battery"
AT_ONCE = Delay(0, DelayUnit.MINUTES)


@dataclass(frozen=True)
class StepPlan:
    """A step for `world.sequence`: StepPlan(StepKind.CALL, {"title": "Call"}, Delay(1, DelayUnit.DAYS))."""

    kind: StepKind
    config: dict[str, Any] = field(default_factory=dict)
    delay: Delay = AT_ONCE


@dataclass
class World:
    """Two workspaces: alice (admin), bob (manager) and mel (member) in one, charlie (admin) in the other."""

    workspace: Workspace
    alice: Member
    bob: Member
    mel: Member
    other_workspace: Workspace
    charlie: Member
    now: datetime = NOW
    _numbers: Iterable[int] = field(default_factory=lambda: count(1))

    @property
    def actor(self) -> Actor:
        """Alice, through a page."""
        return actor_of(self.alice)

    def person(self, name: str = "", *, workspace: Workspace | None = None, **values: Any) -> Record:
        """A person, with an address unless email="" is given."""
        name = name or f"Person {self._number()}"
        first, _, last = name.partition(" ")
        values.setdefault("email", f"{name.lower().replace(' ', '.')}@example.com")
        return self._record(RecordType.PERSON, name, workspace, first_name=first, last_name=last, **values)

    def company(self, name: str = "", *, workspace: Workspace | None = None, **values: Any) -> Record:
        return self._record(RecordType.COMPANY, name or f"Company {self._number()}", workspace, **values)

    def sequence(
        self,
        record_type: RecordType = RecordType.PERSON,
        steps: Iterable[StepPlan] = (StepPlan(StepKind.TODO, {"title": "Look them up"}),),
        *,
        workspace: Workspace | None = None,
        **values: Any,
    ) -> Sequence:
        """A published sequence."""
        workspace = workspace or self.workspace
        values.setdefault("name", f"Sequence {self._number()}")
        sequence = Sequence.objects.create(workspace=workspace, type=record_type, created_at=self.now, **values)
        sequence.current_version = _version(sequence, list(steps), self.now)
        sequence.save()
        return sequence

    def enroll(self, sequence: Sequence, *records: Record, member: Member | None = None) -> list[Enrollment]:
        """Enroll records now; the enrollments, in their order."""
        results = enroll(actor_of(member or self.alice), sequence, [record.id for record in records], self.now)
        ids = [result.enrollment_id for result in results if result.enrollment_id]
        assert len(ids) == len(records), results
        return [Enrollment.objects.get(id=enrollment_id) for enrollment_id in ids]

    def tick(self, **later: float) -> int:
        """Let time pass (`minutes=5`, `days=1`), then run the engine until nothing is due. Returns steps claimed."""
        self.now += timedelta(**later)
        claimed = 0
        while lanes := due_lanes(self.now):
            now_claimed = sum(tick(lane, self.now).claimed for lane in lanes)
            if not now_claimed:
                break  # another worker has what is due
            claimed += now_claimed
        return claimed

    def _record(self, record_type: RecordType, name: str, workspace: Workspace | None, **values: Any) -> Record:
        workspace = workspace or self.workspace
        texts = (name, values.get("email", ""), values.get("domain", ""), values.get("title", ""))
        return Record.objects.create(
            workspace=workspace,
            type=record_type,
            name=name,
            search=search_text(scope_of(workspace.id, record_type), texts),
            created_at=self.now,
            updated_at=self.now,
            **values,
        )

    def _number(self) -> int:
        return next(iter(self._numbers))


def _version(sequence: Sequence, plans: list[StepPlan], now: datetime) -> Version:
    version = Version.objects.create(
        workspace=sequence.workspace,
        sequence=sequence,
        number=1,
        step_count=len(plans),
        sends_email=any(plan.kind is StepKind.EMAIL for plan in plans),
        published_at=now,
    )
    for position, plan in enumerate(plans, 1):
        Step.objects.create(
            workspace=sequence.workspace,
            version=version,
            key=f"step{position}",
            position=position,
            kind=plan.kind,
            delay_amount=plan.delay.amount,
            delay_unit=plan.delay.unit,
            config=parse_config(plan.kind, plan.config).model_dump(mode="json"),
        )
    return version


def make_world() -> World:
    workspace = create_workspace("Acme Recruiting", "Europe/Amsterdam", Tier.PROFESSIONAL, NOW)
    other = create_workspace("Umbrella Search", "UTC", Tier.PROFESSIONAL, NOW)
    return World(
        workspace=workspace,
        alice=join(workspace, "alice@example.com", "Alice Admin", Role.ADMIN),
        bob=join(workspace, "bob@example.com", "Bob Manager", Role.MANAGER),
        mel=join(workspace, "mel@example.com", "Mel Member", Role.MEMBER),
        other_workspace=other,
        charlie=join(other, "charlie@example.com", "Charlie Outsider", Role.ADMIN),
    )


def join(workspace: Workspace, email: str, name: str, role: Role, now: datetime = NOW) -> Member:
    """A user (made if there is none with this address) in a workspace."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name)
    return Member.objects.create(workspace=workspace, user=user, role=role, joined_at=now)


def actor_of(member: Member, source: Source = Source.PAGE) -> Actor:
    return Actor(member, source)


def client_of(member: Member) -> Client:
    """A browser signed in as this member."""
    client = Client()
    client.force_login(member.user)
    return client
