"""What a person, a part of a page and a program are told when something goes wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests.world import World, client_of


def _broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def _forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only an admin invites members.")


urlpatterns = [
    path("broken/", _broken),
    path("forbidden/", _forbidden),
    path("", include("segue.config.urls")),
]
handler403 = "segue.web.errors.forbidden"
handler404 = "segue.web.errors.not_found"
handler500 = "segue.web.errors.server_error"

pytestmark = pytest.mark.urls(__name__)
CASES = [("/nowhere/", 404, "does not exist"), ("/forbidden/", 403, "Only an admin"), ("/broken/", 500, "a mistake")]


@pytest.fixture
def client() -> Client:
    """A browser that is shown the error page, as outside of tests."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status", "words"), CASES)
def test_a_page_says_what_happened(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "<!doctype html>" in answer.content.decode()
    assert words in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status", "words"), CASES)
def test_a_part_of_a_page_gets_words(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "<" not in answer.content.decode()


@pytest.mark.django_db
def test_a_program_gets_a_problem(client: Client) -> None:
    answer = client.get("/api/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_stale_form_says_what_to_do(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice.user)
    answer = strict.post("/settings/profile/", {"name": "Eve"})
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()
    assert "reload the page" in answer.content.decode()


@pytest.mark.parametrize("address", ["/people/", "/nowhere/"])
def test_every_answer_carries_the_policy(world: World, address: str) -> None:
    policy = client_of(world.alice).get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
