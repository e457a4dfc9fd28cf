"""The decorators of views, on views made for the test: pages come and go, the rules stay."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from segue.domain.refusals import Conflict, Invalid, NotFound, Refused
from segue.domain.roles import Permission, Role
from segue.domain.tiers import Tier
from segue.models import Member
from segue.web.access import MemberRequest, actor, member_view, sequences_page
from tests.world import World, client_of, join

REFUSALS: dict[str, Refused] = {
    "missing": NotFound("There is no such record."),
    "conflict": Conflict("It is already stopped."),
    "invalid": Invalid({"name": ["The name is empty."]}),
}


@member_view
def _whoami(request: MemberRequest) -> HttpResponse:
    return HttpResponse(json.dumps([str(request.member), request.workspace.name, actor(request).source]))


@member_view(Permission.ADMINISTER)
def _admins(request: MemberRequest) -> HttpResponse:
    return HttpResponse("welcome")


@sequences_page
def _gated(request: MemberRequest) -> HttpResponse:
    return HttpResponse("sequences")


@member_view
def _refuse(request: MemberRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]


urlpatterns = [
    path("whoami/", _whoami),
    path("admins/", _admins),
    path("gated/", _gated),
    path("refuse/<str:kind>/", _refuse),
    path("", include("segue.config.urls")),
]

pytestmark = pytest.mark.urls(__name__)
HTMX = {"HX-Request": "true"}


def test_a_member_is_known_with_workspace_and_actor(world: World) -> None:
    answer = client_of(world.bob).get("/whoami/")
    assert json.loads(answer.content) == ["Bob Manager", "Acme Recruiting", "page"]


def test_a_stranger_is_sent_to_sign_in_and_back(world: World) -> None:
    answer = Client().get("/whoami/?tab=notes")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/whoami/%3Ftab%3Dnotes")


def test_a_fragment_for_a_stranger_sends_the_whole_page_to_sign_in(world: World) -> None:
    headers = {**HTMX, "HX-Current-URL": "http://testserver/people/"}
    answer = Client().get("/whoami/", headers=headers)
    assert answer["HX-Redirect"].endswith("?next=/people/")


def test_before_the_first_account_everything_leads_to_set_up(db: None) -> None:
    answer = Client().get("/whoami/")
    assert answer.status_code == 302
    assert answer["Location"] == "/setup/"


def test_who_left_or_never_joined_is_told_so(world: World) -> None:
    Member.objects.filter(pk=world.mel.pk).update(left_at=world.now)
    answer = client_of(world.mel).get("/whoami/")
    assert answer.status_code == 403
    assert "You are in no workspace" in answer.content.decode()


def test_the_chosen_workspace_is_remembered_and_only_if_it_is_ones_own(world: World) -> None:
    join(world.other_workspace, "bob@example.com", "Bob Manager", Role.MEMBER)
    client = client_of(world.bob)
    for chosen, shown in ((world.other_workspace.pk, "Umbrella Search"), (-1, "Acme Recruiting")):
        session = client.session
        session["workspace_id"] = chosen
        session.save()
        assert json.loads(client.get("/whoami/").content)[1] == shown


def test_a_lesser_role_is_refused_in_words(world: World) -> None:
    assert client_of(world.alice).get("/admins/").content == b"welcome"
    for member in (world.bob, world.mel):
        answer = client_of(member).get("/admins/")
        assert answer.status_code == 403
        assert "Ask an admin" in answer.content.decode()


def test_on_basic_pages_of_sequences_explain_and_writes_are_refused(world: World) -> None:
    client = client_of(world.alice)
    assert client.get("/gated/").content == b"sequences"
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    page = client.get("/gated/")
    assert page.status_code == 200
    assert "part of the Professional tier" in page.content.decode()
    assert client.post("/gated/").status_code == 403
    fragment = client.get("/gated/", headers=HTMX)
    assert (fragment.status_code, fragment["Content-Type"]) == (403, "text/plain; charset=utf-8")


@pytest.mark.parametrize(("kind", "status"), [("missing", 404), ("conflict", 409), ("invalid", 422)])
def test_a_refusal_is_a_page_or_the_words_of_a_toast(world: World, kind: str, status: int) -> None:
    client = client_of(world.mel)
    page = client.get(f"/refuse/{kind}/")
    assert page.status_code == status
    assert str(REFUSALS[kind]) in page.content.decode()
    fragment = client.get(f"/refuse/{kind}/", headers=HTMX)
    assert (fragment.status_code, fragment.content.decode()) == (status, str(REFUSALS[kind]))
