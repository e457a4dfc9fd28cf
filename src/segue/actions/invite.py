"""Invite somebody by a link, which is shown once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from segue.domain.invitations import GOOD_FOR
from segue.domain.problems import Problems
from segue.domain.refusals import Conflict
from segue.domain.roles import Permission, Role
from segue.domain.tokens import hash_token, new_invitation_token
from segue.models import Invitation, Member
from segue.models.actor import Actor
from segue.models.locks import take_turn


@dataclass(frozen=True)
class Invited:
    """An invitation and the token of its link, of which only the hash is kept; whether it ended an earlier one."""

    invitation: Invitation
    token: str
    replaces: bool


@transaction.atomic
def invite(actor: Actor, email: str, role: Role, now: datetime) -> Invited:
    """A new link for this address; an open one it had is withdrawn. Raises Conflict for a member, Invalid."""
    actor.require(Permission.ADMINISTER)
    take_turn(actor.workspace.pk)
    problems = Problems()
    email = problems.email("email", email)
    problems.raise_any()
    if Member.objects.filter(workspace=actor.workspace, user__email=email, left_at=None).exists():
        raise Conflict(f"{email} is a member already.")
    replaces = _open(actor, email).filter(expires_at__gt=now).exists()
    _open(actor, email).update(withdrawn_at=now)
    token = new_invitation_token()
    invitation = Invitation.objects.create(
        workspace=actor.workspace,
        email=email,
        role=role,
        token_hash=hash_token(token),
        invited_by=actor.member,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    return Invited(invitation, token, replaces)


def _open(actor: Actor, email: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(workspace=actor.workspace, email=email, accepted_at=None, withdrawn_at=None)
