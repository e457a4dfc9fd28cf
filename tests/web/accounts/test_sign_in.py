"""Signing in and out, the password, one's profile."""

import pytest
from django.test import Client
from pytest_django import Settings

from segue.domain.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from segue.models import User
from tests.world import PASSWORD, World, client_of

NEW_PASSWORD = "a different long phrase"


def sign_in(email: str, password: str, **more: str) -> Client:
    client = Client()
    client.post("/login/", {"login": email, "password": password, **more})
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings/profile/").status_code == 200


@pytest.mark.parametrize("email", ["mel@example.com", "MEL@Example.com"])
def test_email_and_password_let_one_in(world: World, email: str) -> None:
    assert is_in(sign_in(email, PASSWORD))


@pytest.mark.parametrize(
    ("email", "password"), [("mel@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("mel@example.com", "")]
)
def test_nothing_else_does(world: World, email: str, password: str) -> None:
    assert not is_in(sign_in(email, password))


def test_a_wrong_password_does_not_say_whether_the_account_exists(world: World) -> None:
    answers = [
        Client().post("/login/", {"login": email, "password": "wrong"}).content.decode()
        for email in ("mel@example.com", "nobody@example.com")
    ]
    words = "The email address and/or password you specified are not correct."
    assert all(words in answer for answer in answers)


def test_guessing_is_slowed_down(world: World) -> None:
    client = Client()
    for _ in range(6):
        client.post("/login/", {"login": "mel@example.com", "password": "wrong"})
    page = client.post("/login/", {"login": "mel@example.com", "password": PASSWORD})
    assert "Too many failed login attempts" in page.content.decode()
    assert not is_in(client)


def test_very_many_tries_get_a_page_that_says_so(world: World) -> None:
    client = Client()
    answers = [client.post("/login/", {"login": "", "password": ""}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_after_sign_in_one_comes_back_and_never_to_another_site(world: World) -> None:
    data = {"login": "mel@example.com", "password": PASSWORD}
    assert Client().post("/login/", {**data, "next": "/people/"})["Location"] == "/people/"
    assert Client().post("/login/", {**data, "next": "https://evil.example/"})["Location"] == "/"


def test_one_signs_out_by_post_only(world: World) -> None:
    client = client_of(world.mel)
    assert "Sign out?" in client.get("/logout/").content.decode()
    assert is_in(client)
    assert client.post("/logout/")["Location"] == "/login/"
    assert not is_in(client)


def test_signing_up_is_closed(world: World) -> None:
    assert Client().get("/signup/").status_code == 404


def test_demo_accounts_are_shown_in_demo_mode_only(world: World, settings: Settings) -> None:
    assert DEMO_PASSWORD not in Client().get("/login/").content.decode()
    settings.SEGUE_DEMO = True
    page = Client().get("/login/").content.decode()
    assert all(account.email in page for account in DEMO_ACCOUNTS)
    assert DEMO_PASSWORD in page


def test_a_new_password_takes_the_old_one_and_ends_other_sessions(world: World) -> None:
    here, elsewhere = client_of(world.mel), client_of(world.mel)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post("/settings/profile/password/", data)
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in(sign_in("mel@example.com", NEW_PASSWORD))


@pytest.mark.parametrize("bad", [{"oldpassword": "wrong"}, {"password2": "another phrase"}])
def test_a_password_is_not_changed_by_mistake(world: World, bad: dict[str, str]) -> None:
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    page = client_of(world.mel).post("/settings/profile/password/", data | bad)
    assert "field__error" in page.content.decode()
    assert User.objects.get(pk=world.mel.user_id).check_password(PASSWORD)


def test_one_changes_ones_name(world: World) -> None:
    client = client_of(world.mel)
    page = client.post("/settings/profile/", {"name": "Melanie"}, follow=True)
    assert "Profile saved." in page.content.decode()
    assert client.post("/settings/profile/", {"name": " "}).status_code == 422
    assert User.objects.get(pk=world.mel.user_id).name == "Melanie"
