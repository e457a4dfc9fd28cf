"""Accept an invitation, with an account one has or with a new one."""

from datetime import datetime

from django.db import transaction

from segue.actions.new_account import new_account
from segue.domain.invitations import InvitationState
from segue.domain.problems import Problems
from segue.domain.refusals import Conflict, NotAllowed
from segue.models import Invitation, Member, User
from segue.models.locks import take_turn


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User, now: datetime) -> Member:
    """Join with the account one has; it must be of the invited address. Raises Conflict if the link is used up."""
    if user.email != invitation.email:
        raise NotAllowed(f"This invitation is for {invitation.email}; you are signed in as {user.email}.")
    return _join(invitation, user, now)


@transaction.atomic
def accept_with_new_account(invitation: Invitation, name: str, password: str, now: datetime) -> Member:
    """Join with a new account for the invited address. Raises Invalid, or Conflict if the link is used up."""
    take_turn(0)
    problems = Problems()
    user = new_account(name, invitation.email, password, problems)
    problems.raise_any()
    user.save()
    return _join(invitation, user, now)


def _join(invitation: Invitation, user: User, now: datetime) -> Member:
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    if not still_open.update(accepted_at=now):
        invitation.refresh_from_db()
        raise Conflict(invitation.state(now).words or InvitationState.WITHDRAWN.words)
    member, _ = Member.objects.update_or_create(
        workspace=invitation.workspace,
        user=user,
        defaults={"role": invitation.role, "left_at": None},
        create_defaults={"role": invitation.role, "joined_at": now},
    )
    return member
