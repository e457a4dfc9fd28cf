"""Invite, withdraw, accept."""

from datetime import timedelta

import pytest

from segue.actions.accept_invitation import accept_invitation, accept_with_new_account
from segue.actions.change_member import remove_member
from segue.actions.invite import Invited, invite
from segue.actions.withdraw_invitation import withdraw_invitation
from segue.domain.invitations import GOOD_FOR, InvitationState
from segue.domain.refusals import Conflict, Invalid, NotAllowed
from segue.domain.roles import Role
from segue.models import Invitation, Member, User
from segue.queries.members import find_invitation, open_invitations
from tests.world import NOW, PASSWORD, World, actor_of


def invite_nils(world: World) -> Invited:
    return invite(world.actor, "Nils@example.com", Role.MANAGER, NOW)


def test_the_link_finds_its_invitation_and_only_a_hash_is_kept(world: World) -> None:
    invited = invite_nils(world)
    assert find_invitation(invited.token) == invited.invitation
    assert invited.token not in str(Invitation.objects.values().get())


def test_a_newcomer_joins_with_the_invited_role(world: World) -> None:
    member = accept_with_new_account(invite_nils(world).invitation, "Nils", PASSWORD, NOW)
    assert (member.workspace, member.role, member.user.email) == (world.workspace, Role.MANAGER, "nils@example.com")
    assert member.user.check_password(PASSWORD)


def test_who_has_an_account_joins_with_it(world: World) -> None:
    invited = invite(world.actor, world.charlie.user.email, Role.MEMBER, NOW)
    member = accept_invitation(invited.invitation, world.charlie.user, NOW)
    assert (member.workspace, member.role) == (world.workspace, Role.MEMBER)


def test_it_is_for_one_address(world: World) -> None:
    with pytest.raises(NotAllowed, match=r"for nils@example\.com"):
        accept_invitation(invite_nils(world).invitation, world.charlie.user, NOW)


def test_it_works_once(world: World) -> None:
    invited = invite(world.actor, world.charlie.user.email, Role.MEMBER, NOW)
    accept_invitation(invited.invitation, world.charlie.user, NOW)
    with pytest.raises(Conflict, match="used already"):
        accept_invitation(invited.invitation, world.charlie.user, NOW)


def test_it_expires(world: World) -> None:
    invitation = invite_nils(world).invitation
    with pytest.raises(Conflict, match="expired"):
        accept_with_new_account(invitation, "Nils", PASSWORD, NOW + GOOD_FOR)
    assert not User.objects.filter(email="nils@example.com").exists(), "half an acceptance was saved"
    joined = accept_with_new_account(invitation, "Nils", PASSWORD, NOW + GOOD_FOR - timedelta(seconds=1))
    assert joined.workspace == world.workspace


def test_a_withdrawn_one_is_no_good(world: World) -> None:
    invitation = invite_nils(world).invitation
    withdraw_invitation(world.actor, invitation, NOW)
    with pytest.raises(Conflict, match="withdrawn"):
        accept_with_new_account(invitation, "Nils", PASSWORD, NOW)
    with pytest.raises(Conflict, match="already"):
        withdraw_invitation(world.actor, invitation, NOW)


def test_a_second_invitation_replaces_the_first(world: World) -> None:
    first = invite_nils(world).invitation
    second = invite_nils(world)
    assert find_state(first) is InvitationState.WITHDRAWN
    assert second.replaces
    assert list(open_invitations(world.workspace, NOW)) == [second.invitation]


def test_one_that_expired_is_not_replaced(world: World) -> None:
    invite_nils(world)
    later = invite(world.actor, "nils@example.com", Role.MEMBER, NOW + GOOD_FOR)
    assert not later.replaces


def test_a_member_is_not_invited_again_but_one_who_left_may_come_back(world: World) -> None:
    with pytest.raises(Conflict, match="member already"):
        invite(world.actor, world.mel.user.email, Role.MEMBER, NOW)
    remove_member(world.actor, world.mel, NOW)
    invited = invite(world.actor, world.mel.user.email, Role.MANAGER, NOW)
    back = accept_invitation(invited.invitation, world.mel.user, NOW)
    assert (back.pk, back.role, back.left_at) == (world.mel.pk, Role.MANAGER, None)


def test_bad_input_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        invite(world.actor, "nobody", Role.MEMBER, NOW)
    with pytest.raises(Invalid):
        accept_with_new_account(invite_nils(world).invitation, "", PASSWORD, NOW)
    assert Member.objects.filter(workspace=world.workspace).count() == 3


def test_only_an_admin_invites_and_withdraws(world: World) -> None:
    invitation = invite_nils(world).invitation
    for member in (world.bob, world.mel):
        with pytest.raises(NotAllowed):
            invite(actor_of(member), "new@example.com", Role.MEMBER, NOW)
        with pytest.raises(NotAllowed):
            withdraw_invitation(actor_of(member), invitation, NOW)
    with pytest.raises(Conflict):
        withdraw_invitation(actor_of(world.charlie), invitation, NOW)
    assert find_state(invitation) is InvitationState.OPEN


def find_state(invitation: Invitation) -> InvitationState:
    return Invitation.objects.get(pk=invitation.pk).state(NOW)
