"""First-run set-up: the first workspace and its admin."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from segue.actions.create_workspace import LONGEST_NAME, create_workspace
from segue.actions.new_account import new_account
from segue.domain.problems import Problems
from segue.domain.refusals import Conflict
from segue.domain.roles import Role
from segue.domain.tiers import Tier
from segue.models import Member, User
from segue.models.locks import take_turn


@dataclass(frozen=True)
class SetUp:
    """What the first person tells us."""

    workspace_name: str
    time_zone: str
    name: str
    email: str
    password: str


@transaction.atomic
def set_up(given: SetUp, now: datetime) -> Member:
    """The admin of a new workspace. Raises Conflict once anybody has an account, Invalid for bad input."""
    take_turn(0)
    if User.objects.exists():
        raise Conflict("Segue is set up already. Sign in, or ask an admin for an invitation.")
    problems = Problems()
    problems.text("workspace_name", given.workspace_name, label="The workspace's name", longest=LONGEST_NAME)
    problems.time_zone("time_zone", given.time_zone)
    user = new_account(given.name, given.email, given.password, problems)
    problems.raise_any()
    workspace = create_workspace(given.workspace_name, given.time_zone, Tier.PROFESSIONAL, now)
    user.save()
    return Member.objects.create(workspace=workspace, user=user, role=Role.ADMIN, joined_at=now)
