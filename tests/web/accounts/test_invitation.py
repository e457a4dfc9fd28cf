"""The page behind an invitation link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from segue.actions.invite import invite
from segue.actions.withdraw_invitation import withdraw_invitation
from segue.domain.invitations import GOOD_FOR
from segue.domain.roles import Role
from segue.models import Member, User
from tests.world import PASSWORD, World, client_of

NEWCOMER = {"name": "Nils", "password": PASSWORD}


@pytest.fixture
def link(world: World) -> str:
    return link_for(world, "nils@example.com")


def link_for(world: World, email: str, age: timedelta = timedelta()) -> str:
    return f"/invite/{invite(world.actor, email, Role.MANAGER, timezone.now() - age).token}/"


def member(world: World, email: str) -> Member | None:
    return Member.objects.filter(workspace=world.workspace, user__email=email).first()


def test_a_newcomer_joins_and_is_in(world: World, link: str) -> None:
    client = Client()
    assert "Join Acme Recruiting" in client.get(link).content.decode()
    assert client.post(link, NEWCOMER)["Location"] == "/"
    assert client.get("/settings/profile/").status_code == 200
    joined = member(world, "nils@example.com")
    assert joined is not None
    assert joined.role == Role.MANAGER


def test_a_weak_password_is_refused_and_nothing_is_kept(world: World, link: str) -> None:
    page = Client().post(link, NEWCOMER | {"password": "short"})
    assert page.status_code == 422
    assert "too short" in page.content.decode()
    assert not User.objects.filter(email="nils@example.com").exists()


def test_who_has_an_account_signs_in_first_then_joins(world: World) -> None:
    link = link_for(world, "charlie@example.com")
    page = Client().get(link).content.decode()
    assert f"/login/?next={link}" in page
    assert Client().post(link, NEWCOMER).status_code == 200
    assert member(world, "charlie@example.com") is None
    client = client_of(world.charlie)
    assert "Join as Charlie Outsider" in client.get(link).content.decode()
    client.post(link)
    assert member(world, "charlie@example.com") is not None
    assert "Acme Recruiting" in client.get("/settings/members/").content.decode(), "the joined workspace is shown"


def test_somebody_else_who_is_signed_in_cannot_take_it(world: World, link: str) -> None:
    client = client_of(world.charlie)
    assert "is for another address" in client.get(link).content.decode()
    assert client.post(link).status_code == 403
    assert member(world, "charlie@example.com") is None


def test_a_used_link_says_so(world: World, link: str) -> None:
    Client().post(link, NEWCOMER)
    for answer in (Client().get(link), Client().post(link, NEWCOMER)):
        assert answer.status_code == 410
        assert "was used already" in answer.content.decode()


def test_an_expired_link_says_so(world: World) -> None:
    answer = Client().post(link_for(world, "nils@example.com", age=GOOD_FOR), NEWCOMER)
    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()
    assert member(world, "nils@example.com") is None


def test_a_withdrawn_link_says_so(world: World) -> None:
    invited = invite(world.actor, "nils@example.com", Role.MEMBER, timezone.now())
    withdraw_invitation(world.actor, invited.invitation, timezone.now())
    answer = Client().get(f"/invite/{invited.token}/")
    assert answer.status_code == 410
    assert "was withdrawn" in answer.content.decode()


def test_a_link_that_never_was_is_not_found(world: World) -> None:
    answer = Client().get("/invite/nonsense/")
    assert answer.status_code == 404
    assert "Ask for a new one" in answer.content.decode()
