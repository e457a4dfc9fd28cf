"""The workspaces of the example and who is in them."""

from collections.abc import Sequence as Many
from datetime import datetime

from segue.actions.accept_invitation import accept_invitation
from segue.actions.create_workspace import create_workspace
from segue.actions.invite import invite
from segue.domain.demo_accounts import DEMO_ACCOUNTS, NORTHWIND, DemoAccount
from segue.domain.events import Source
from segue.domain.roles import Role
from segue.domain.tiers import Tier
from segue.models import Member, User
from segue.models.actor import Actor

MARA, BEN, PRIYA, OLGA = "Mara Lindqvist", "Ben Okafor", "Priya Raman", "Olga Halden"
COLLEAGUES = (DemoAccount(PRIYA, "priya@northwind.example", Role.MANAGER, NORTHWIND),)

Team = dict[str, Actor]


def make_team(workspace_name: str, time_zone: str, password: str, now: datetime) -> Team:
    """A Professional workspace with its members, by name. `password` is the hash that all of them have."""
    accounts = [account for account in (*DEMO_ACCOUNTS, *COLLEAGUES) if account.workspace == workspace_name]
    users = _make_users(accounts, password)
    workspace = create_workspace(workspace_name, time_zone, Tier.PROFESSIONAL, now)
    admin = next(account for account in accounts if account.role is Role.ADMIN)
    first = Member.objects.create(workspace=workspace, user=users[admin.email], role=Role.ADMIN, joined_at=now)
    team = {admin.name: Actor(first, Source.PAGE)}
    for account in accounts:
        if account is not admin:
            invited = invite(team[admin.name], account.email, account.role, now)
            member = accept_invitation(invited.invitation, users[account.email], now)
            team[account.name] = Actor(member, Source.PAGE)
    return team


def _make_users(accounts: Many[DemoAccount], password: str) -> dict[str, User]:
    users = [User(email=account.email, name=account.name, password=password) for account in accounts]
    return {user.email: user for user in User.objects.bulk_create(users)}
