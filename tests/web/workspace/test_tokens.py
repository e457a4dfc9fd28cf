"""Settings, API tokens."""

import re

from django.utils import timezone

from segue.actions.authenticate_token import authenticate_token
from segue.actions.create_token import create_token
from segue.models import ApiToken
from tests.world import NOW, World, actor_of, client_of


def test_a_token_is_shown_once_and_works(world: World) -> None:
    client = client_of(world.mel)
    page = client.post("/settings/api-tokens/", {"name": "Import"})
    shown = re.search(r'data-copy="(segue_[^"]+)"', page.content.decode())
    assert shown
    assert "no-store" in page["Cache-Control"]
    token = authenticate_token(shown[1], timezone.now())
    assert token is not None
    assert token.member == world.mel
    again = client.get("/settings/api-tokens/").content.decode()
    assert "Import" in again
    assert shown[1] not in again


def test_a_token_needs_a_name(world: World) -> None:
    page = client_of(world.mel).post("/settings/api-tokens/", {"name": "  "})
    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_one_revokes_ones_own_and_an_admin_any(world: World) -> None:
    mels, _ = create_token(actor_of(world.mel), "Mel’s import", NOW)
    bobs, _ = create_token(actor_of(world.bob), "Bob’s import", NOW)
    assert "Bob’s import" not in client_of(world.mel).get("/settings/api-tokens/").content.decode()
    assert client_of(world.mel).post(f"/settings/api-tokens/{bobs.pk}/revoke/").status_code == 403
    page = client_of(world.mel).post(f"/settings/api-tokens/{mels.pk}/revoke/", follow=True)
    assert "is revoked" in page.content.decode()
    client_of(world.alice).post(f"/settings/api-tokens/{bobs.pk}/revoke/")
    assert not ApiToken.objects.filter(revoked_at=None).exists()


def test_revoking_twice_says_so(world: World) -> None:
    token, _ = create_token(world.actor, "Import", NOW)
    client = client_of(world.alice)
    client.post(f"/settings/api-tokens/{token.pk}/revoke/")
    page = client.post(f"/settings/api-tokens/{token.pk}/revoke/", follow=True)
    assert "was revoked already" in page.content.decode()
