"""API tokens: made, used, revoked."""

from datetime import timedelta

import pytest

from segue.actions.authenticate_token import authenticate_token
from segue.actions.create_token import create_token
from segue.actions.revoke_token import revoke_token
from segue.domain.refusals import Conflict, Invalid, NotAllowed
from segue.models import ApiToken, User
from segue.queries.tokens import tokens_for
from tests.world import NOW, World, actor_of


def test_a_token_acts_as_its_member_and_is_kept_as_a_hash(world: World) -> None:
    token, plain = create_token(actor_of(world.mel), " Import ", NOW)
    assert plain.startswith("segue_")
    assert plain not in str(ApiToken.objects.values().get())
    found = authenticate_token(plain, NOW)
    assert found == token
    assert (found.member, found.workspace, found.name) == (world.mel, world.workspace, "Import")


@pytest.mark.parametrize("plain", ["", "segue_", "segue_nonsense"])
def test_what_was_never_made_lets_nobody_in(world: World, plain: str) -> None:
    create_token(world.actor, "Import", NOW)
    assert authenticate_token(plain, NOW) is None


def test_its_last_use_is_noted_once_a_minute(world: World) -> None:
    token, plain = create_token(world.actor, "Import", NOW)
    for after, noted in ((0, 0), (30, 0), (61, 61)):
        authenticate_token(plain, NOW + timedelta(seconds=after))
        token.refresh_from_db()
        assert token.last_used_at == NOW + timedelta(seconds=noted)


def test_a_revoked_one_stops_at_once(world: World) -> None:
    token, plain = create_token(world.actor, "Import", NOW)
    revoke_token(world.actor, token, NOW)
    assert authenticate_token(plain, NOW) is None
    with pytest.raises(Conflict, match="already"):
        revoke_token(world.actor, token, NOW)


def test_a_closed_account_lets_no_program_in(world: World) -> None:
    _, plain = create_token(world.actor, "Import", NOW)
    User.objects.filter(pk=world.alice.user_id).update(is_active=False)
    assert authenticate_token(plain, NOW) is None


def test_each_sees_and_revokes_their_own_and_an_admin_all(world: World) -> None:
    bobs, _ = create_token(actor_of(world.bob), "Bob's", NOW)
    mels, _ = create_token(actor_of(world.mel), "Mel's", NOW)
    create_token(actor_of(world.charlie), "Next door", NOW)
    assert list(tokens_for(world.bob)) == [bobs]
    assert list(tokens_for(world.alice)) == [mels, bobs]
    with pytest.raises(NotAllowed):
        revoke_token(actor_of(world.bob), mels, NOW)
    with pytest.raises(Conflict):
        revoke_token(actor_of(world.charlie), mels, NOW)
    revoke_token(actor_of(world.mel), mels, NOW)
    revoke_token(world.actor, bobs, NOW)
    assert not tokens_for(world.alice)


@pytest.mark.parametrize("name", ["", "  ", "n" * 101])
def test_a_name_is_needed(world: World, name: str) -> None:
    with pytest.raises(Invalid):
        create_token(world.actor, name, NOW)
