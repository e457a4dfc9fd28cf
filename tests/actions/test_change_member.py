"""Roles and removal."""

import pytest

from segue.actions.authenticate_token import authenticate_token
from segue.actions.change_member import change_role, remove_member
from segue.actions.create_token import create_token
from segue.domain.refusals import Conflict, NotAllowed, NotFound
from segue.domain.roles import Role
from segue.models import Member
from tests.world import NOW, World, actor_of


def role_of(member: Member) -> str:
    return Member.objects.get(pk=member.pk).role


def test_a_role_changes(world: World) -> None:
    change_role(world.actor, world.mel, Role.MANAGER)
    assert role_of(world.mel) == Role.MANAGER


def test_the_last_admin_stays_admin_and_stays(world: World) -> None:
    with pytest.raises(Conflict, match="only admin"):
        change_role(world.actor, world.alice, Role.MEMBER)
    with pytest.raises(Conflict, match="only admin"):
        remove_member(world.actor, world.alice, NOW)
    change_role(world.actor, world.bob, Role.ADMIN)
    remove_member(world.actor, world.alice, NOW)
    world.bob.refresh_from_db()
    with pytest.raises(Conflict, match="only admin"):
        remove_member(actor_of(world.bob), world.bob, NOW)


def test_who_is_removed_cannot_use_their_tokens(world: World) -> None:
    _, plain = create_token(actor_of(world.mel), "Import", NOW)
    assert authenticate_token(plain, NOW)
    remove_member(world.actor, world.mel, NOW)
    assert authenticate_token(plain, NOW) is None
    with pytest.raises(NotFound):
        remove_member(world.actor, world.mel, NOW)


def test_only_an_admin_of_the_same_workspace_may(world: World) -> None:
    with pytest.raises(NotAllowed):
        change_role(actor_of(world.bob), world.bob, Role.ADMIN)
    with pytest.raises(NotAllowed):
        remove_member(actor_of(world.mel), world.bob, NOW)
    with pytest.raises(NotFound):
        change_role(actor_of(world.charlie), world.mel, Role.ADMIN)
    with pytest.raises(NotFound):
        remove_member(actor_of(world.charlie), world.mel, NOW)
    assert role_of(world.mel) == Role.MEMBER
