"""Change what a member may do, or end the membership. A workspace keeps at least one admin."""

from datetime import datetime

from django.db import transaction

from segue.domain.refusals import Conflict, NotFound
from segue.domain.roles import Permission, Role
from segue.models import ApiToken, Member
from segue.models.actor import Actor
from segue.models.locks import take_turn


@transaction.atomic
def change_role(actor: Actor, member: Member, role: Role) -> None:
    """Raises Conflict if this would leave no admin."""
    actor.require(Permission.ADMINISTER)
    take_turn(actor.workspace.pk)
    current = _current(actor, member)
    if role is not Role.ADMIN:
        _keep_an_admin(current)
    current.role = role
    current.save(update_fields=["role"])


@transaction.atomic
def remove_member(actor: Actor, member: Member, now: datetime) -> None:
    """The member leaves and their API tokens stop working; what they did stays. Raises Conflict for the last admin."""
    actor.require(Permission.ADMINISTER)
    take_turn(actor.workspace.pk)
    current = _current(actor, member)
    _keep_an_admin(current)
    current.left_at = now
    current.save(update_fields=["left_at"])
    ApiToken.objects.filter(member=current, revoked_at=None).update(revoked_at=now)


def _current(actor: Actor, member: Member) -> Member:
    """The row as it is now, in this transaction: two admins may be at it at once."""
    current = Member.objects.filter(pk=member.pk, workspace=actor.workspace, left_at=None).first()
    if current is None:
        raise NotFound("There is no such member in this workspace.")
    return current


def _keep_an_admin(member: Member) -> None:
    admins = Member.objects.filter(workspace=member.workspace, role=Role.ADMIN, left_at=None)
    if member.role == Role.ADMIN and not admins.exclude(pk=member.pk).exists():
        raise Conflict(f"{member} is the only admin. Make somebody else an admin first.")
