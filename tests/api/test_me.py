"""Whom a token acts as, and the note of when it was used."""

from datetime import timedelta

from django.utils import timezone

from segue.models import ApiToken
from tests.api.client import Api, api_of
from tests.world import World


def test_me_is_the_member_with_role_and_workspace(world: World) -> None:
    assert api_of(world.mel).get("/me").data == {
        "member_id": world.mel.id,
        "name": "Mel Member",
        "email": "mel@example.com",
        "role": "member",
        "permissions": ["enroll", "write_records"],
        "workspace": {
            "id": world.workspace.id,
            "name": "Acme Recruiting",
            "tier": "professional",
            "time_zone": "Europe/Amsterdam",
        },
    }


def test_use_of_a_token_is_noted_once_a_minute(api: Api) -> None:
    def last_used() -> object:
        return ApiToken.objects.get().last_used_at

    assert last_used() is None
    api.get("/me")
    first = last_used()
    assert first is not None
    api.get("/me")
    assert last_used() == first
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    stale = last_used()
    api.get("/me")
    assert last_used() != stale


def test_answers_are_kept_by_nobody(api: Api) -> None:
    assert api.get("/me").headers["Cache-Control"] == "no-store"
