"""Who may do what: every endpoint, asked by strangers, outsiders, lesser roles, and on the Basic tier."""

import pytest

from segue.actions.create_token import create_token
from segue.actions.revoke_token import revoke_token
from segue.domain.tiers import Tier
from segue.models import Workspace
from tests.api.client import Answer, Api, api_of
from tests.api.endpoints import BODIES, ENDPOINTS, Endpoint, everything, things
from tests.world import NOW, World, actor_of

each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
CHANGES_SUPPRESSIONS = {"create_suppression", "delete_suppression"}
WRITES_SEQUENCES = {
    "create_sequence", "change_settings", "publish_sequence", "archive", "restore", "create_step",
    "change_step_by_key", "move_step_by_key", "delete_step_by_key",
    "create_template", "change_template", "delete_template", "create_attachment",
}  # fmt: skip
ADMINISTERS = {
    "create_mailbox", "change_mailbox_by_id", "delete_mailbox", "pause_mailbox_by_id", "resume_mailbox_by_id",
    "test_mailbox",
}  # fmt: skip
# In this state of things they refuse everybody: nothing is failed, paused, archived or unpublished.
REFUSE_NOW = {"retry_enrollment", "resume_enrollment", "restore", "publish_sequence"}


def ask(api: Api, endpoint: Endpoint, ids: dict[str, object]) -> Answer:
    body = BODIES[endpoint.id](ids) if endpoint.takes_body else None
    if endpoint.method == "patch":
        return api.patch(endpoint.at(ids), body)
    return {"get": api.get, "post": api.post, "delete": api.delete}[endpoint.method](
        endpoint.at(ids), **({"body": body} if endpoint.method == "post" else {})
    )


@each_endpoint
def test_a_manager_may_do_all_but_administer(world: World, endpoint: Endpoint) -> None:
    ids, before = things(world), everything()
    answer = ask(api_of(world.bob), endpoint, ids)
    if endpoint.id in ADMINISTERS:
        assert (answer.status, answer.code) == (403, "not_allowed")
        assert "Your role, Manager, may not change the settings of the workspace" in answer.data["detail"]
        assert everything() == before
        answer = ask(api_of(world.alice), endpoint, ids)
    assert answer.status in ({409} if endpoint.id in REFUSE_NOW else {200, 201, 204}), answer.data


@each_endpoint
def test_without_a_token_that_works_nobody_gets_in(world: World, endpoint: Endpoint) -> None:
    ids, before = things(world), everything()
    for token in (None, "", "segue_wrong", "ségué"):
        answer = ask(Api(token), endpoint, ids)
        assert (answer.status, answer.code) == (401, "unauthorized")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert everything() == before


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.names_something], ids=str)
def test_an_outsider_finds_nothing(world: World, endpoint: Endpoint) -> None:
    ids, before = things(world), everything()
    answer = ask(api_of(world.charlie), endpoint, ids)
    assert (answer.status, answer.code) == (404, "not_found")
    assert everything() == before


@each_endpoint
def test_a_member_may_do_all_but_what_takes_a_role(world: World, endpoint: Endpoint) -> None:
    ids, before = things(world), everything()
    answer = ask(api_of(world.mel), endpoint, ids)
    refused = {
        "write sequences": WRITES_SEQUENCES,
        "change the suppression list": CHANGES_SUPPRESSIONS,
        "change the settings of the workspace": ADMINISTERS,
    }
    what = next((words for words, endpoints in refused.items() if endpoint.id in endpoints), None)
    if what:
        assert (answer.status, answer.code) == (403, "not_allowed")
        assert f"Your role, Member, may not {what}" in answer.data["detail"]
        assert everything() == before
    else:
        assert answer.status in ({409} if endpoint.id in REFUSE_NOW else {200, 201, 204}), answer.data


@each_endpoint
def test_on_basic_sequences_are_refused_with_the_reason(world: World, endpoint: Endpoint) -> None:
    ids = things(world)
    Workspace.objects.filter(pk=world.workspace.pk).update(tier=Tier.BASIC)
    before = everything()
    answer = ask(api_of(world.alice), endpoint, ids)
    if endpoint.needs_sequences:
        assert (answer.status, answer.code) == (403, "tier_required")
        assert "Professional" in answer.data["detail"]
        assert everything() == before
    else:
        assert answer.status < 300, answer.data


def test_a_revoked_token_stops_working_at_once(world: World) -> None:
    token, plain = create_token(actor_of(world.mel), "A program", NOW)
    assert Api(plain).get("/me").status == 200
    revoke_token(actor_of(world.mel), token, NOW)
    assert Api(plain).get("/me").code == "unauthorized"


def test_the_token_of_a_member_who_left_stops_working(world: World) -> None:
    api = api_of(world.mel)
    world.mel.left_at = NOW
    world.mel.save()
    assert api.get("/me").code == "unauthorized"


def test_a_session_is_not_a_token(world: World) -> None:
    api = Api(None)
    api.http.force_login(world.alice.user)
    assert api.get("/me").code == "unauthorized"


@pytest.mark.parametrize("header", ["Basic {}", "{}", "Bearer  {}  x", "Token {}"])
def test_the_header_is_a_bearer_header(world: World, header: str) -> None:
    _, plain = create_token(actor_of(world.alice), "A program", NOW)
    api = Api(None)
    api.headers = {"Authorization": header.format(plain)}
    assert api.get("/me").code == "unauthorized"


def test_every_example_is_of_an_endpoint_and_every_endpoint_has_one() -> None:
    assert set(BODIES) == {endpoint.id for endpoint in ENDPOINTS if endpoint.takes_body}
