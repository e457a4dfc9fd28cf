"""Whatever comes in, the answer is a problem that says what is wrong, and never a crash."""

import json
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segue.api.schemas.me import Me
from segue.models import Member
from tests.api.client import Answer, Api
from tests.api.endpoints import BODIES, ENDPOINTS, Endpoint, everything, things
from tests.world import World

WITH_BODY = [endpoint for endpoint in ENDPOINTS if endpoint.takes_body]
HUGE = 2**63
JUNK: list[object] = [
    None, True, 0, -1, 1.5, HUGE, 10**400, "", "7", "x" * 60_000, "' OR 1=1 --", [], {}, [[]], [{}], [HUGE], [True],
    {"a": {}}, {"": ""},
]  # fmt: skip
BAD_BODIES = {
    b"{": "bad_request",
    b"\xff\xfe{}": "bad_request",
    b'{"a": NaN}': "bad_request",
    b'{"a": Infinity}': "bad_request",
    b"[" * 100_000: "bad_request",
    b"9" * 5_000: "bad_request",
    b'{"\\u0000": 1}': "bad_request",
    b'{"text": "a\\u0000b", "name": "a\\u0000b"}': "bad_request",
    b'{"text": "\\ud800", "name": "\\ud800"}': "bad_request",
    b'{"text": "a\xed\xa0\x80b", "name": "a\xed\xa0\x80b"}': "bad_request",
    b'{"text": "a\x00b", "name": "a\x00b"}': "bad_request",
    '{"text": "a", "name": "a"}'.encode("utf-16"): "bad_request",
    '{"text": "a", "name": "a"}'.encode("utf-16-le"): "bad_request",
    '{"text": "a\\0b", "name": "a\\0b"}'.encode("utf-32"): "bad_request",
    '{"text": "a\ud800b", "name": "a\ud800b"}'.encode("utf-16-be", "surrogatepass"): "bad_request",
    b"\xef\xbb\xbf[]": "invalid",
    b'{"text": "caf\xe9", "name": "caf\xe9"}': "bad_request",
    b"[]": "invalid",
    b"7": "invalid",
    b'"text"': "invalid",
    b'{"color": "red"}': "invalid",
}


@pytest.fixture
def ids(world: World) -> dict[str, Any]:
    """Something for every id that an address may name."""
    return things(world)


def fine_or_refused(answer: Answer) -> None:
    assert answer.status < 500, answer.data
    if answer.status >= 400:
        assert answer.code
        assert answer.data["title"]
        assert answer.data["detail"]


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=str)
def test_a_body_that_cannot_be_taken_is_refused(api: Api, ids: dict[str, Any], endpoint: Endpoint) -> None:
    before = everything()
    for body, code in BAD_BODIES.items():
        answer = api.send(endpoint.method.upper(), endpoint.at(ids), body)
        assert (answer.code, answer.data["detail"] != "") == (code, True), body[:30]
    assert everything() == before


@pytest.mark.parametrize("endpoint", [e for e in WITH_BODY if e.id != "complete_task_by_id"], ids=str)
def test_a_body_that_is_missing_is_asked_for(api: Api, ids: dict[str, Any], endpoint: Endpoint) -> None:
    before = everything()
    for body in (b"", b"null"):
        assert list(api.send(endpoint.method.upper(), endpoint.at(ids), body).errors) == [""]
    assert everything() == before


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=str)
def test_no_value_of_any_field_makes_it_crash(api: Api, ids: dict[str, Any], endpoint: Endpoint) -> None:
    good = BODIES[endpoint.id](ids)
    assert isinstance(good, dict)
    for field in endpoint.fields:
        for junk in JUNK:
            body = json.dumps(good | {field: junk}).encode()
            fine_or_refused(api.send(endpoint.method.upper(), endpoint.at(ids), body))


@pytest.mark.parametrize("field", ["kind", "config", "delay_amount", "delay_unit"])
def test_no_value_within_a_step_makes_it_crash(api: Api, world: World, field: str) -> None:
    for junk in JUNK:
        step = {"kind": "message", "config": {"title": "Hi"}} | {field: junk}
        fine_or_refused(api.post("/sequences", {"type": "person", "name": "New", "steps": [step], "publish": True}))
        config = {"kind": "message", "config": {field: junk, "title": junk, "wait": junk, "channel": junk}}
        fine_or_refused(api.post("/sequences", {"type": "person", "name": "New", "steps": [config]}))


def test_an_id_is_a_positive_number_and_nothing_that_looks_like_one(api: Api, ids: dict[str, Any]) -> None:
    at = f"/sequences/{ids['sequence_id']}/enrollments"
    for wrong in ("7", True, 1.5, -1, 0, HUGE, [1]):
        assert list(api.post(at, {"record_ids": [wrong]}).errors) == ["record_ids.0"]
        assert list(api.post("/enrollments/actions", {"verb": "stop", "ids": [wrong]}).errors) == ["ids.0"]
        assert list(api.patch(f"/people/{ids['person_id']}", {"company_id": wrong}).errors) == ["company_id"]


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if "_id}" in e.path], ids=str)
def test_an_address_that_names_nothing_is_not_found(api: Api, ids: dict[str, Any], endpoint: Endpoint) -> None:
    body = json.dumps(BODIES[endpoint.id](ids)).encode() if endpoint.takes_body else b""
    for wrong in (0, -1, HUGE, 10**30, "9" * 5_000, "abc", "1.5", "%00", "1%2F2"):
        at = endpoint.at({name: wrong if name != "key" else "step1" for name in ids})
        assert api.send(endpoint.method.upper(), at, body).code == "not_found", wrong


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if "{key}" in e.path], ids=str)
def test_a_key_that_names_no_step_is_not_found(api: Api, ids: dict[str, Any], endpoint: Endpoint) -> None:
    body = json.dumps(BODIES[endpoint.id](ids)).encode() if endpoint.takes_body else b""
    for wrong in ("step9", "%00", "%20", "x" * 300, "é", "'--"):
        assert api.send(endpoint.method.upper(), endpoint.at(ids | {"key": wrong}), body).code == "not_found", wrong


QUERIES: list[tuple[str, dict[str, object], int]] = [
    ("/people", {"limit": 0}, 422),
    ("/people", {"limit": 101}, 422),
    ("/people", {"limit": "many"}, 422),
    ("/people", {"after": -1}, 422),
    ("/people", {"after": HUGE}, 422),
    ("/people", {"after": ""}, 422),
    ("/companies", {"q": "a\x00b"}, 400),
    ("/companies", {"q": "x" * 3_000}, 200),
    ("/companies", {"q": "%_\\'\""}, 200),
    ("/tasks", {"due": "perhaps"}, 422),
    ("/tasks", {"after": 10**30}, 422),
    ("/sequences", {"archived": "perhaps"}, 422),
    ("/sequences/{sequence_id}/enrollments", {"before": HUGE}, 422),
    ("/sequences/{sequence_id}/enrollments", {"status": "In Progress"}, 422),
    ("/records/{record_id}/activities", {"before": 0}, 422),
]


def test_a_query_is_taken_or_refused(api: Api, ids: dict[str, Any]) -> None:
    for path, query, status in QUERIES:
        answer = api.get(path.format(**ids), **query)
        assert answer.status == status, (path, query)
        fine_or_refused(answer)


def test_an_address_we_do_not_have_is_a_problem_too(api: Api) -> None:
    for path in ("/nothing", "/people/", "/me/x", "/api/", "/api/v2/people", "/api/v1"):
        for method in ("GET", "POST", "DELETE"):
            answer = api.send(method, path)
            assert (answer.status, answer.code) == (404, "not_found")
            assert "/api/docs" in answer.data["detail"]


def test_a_method_we_do_not_take_names_those_we_do(api: Api) -> None:
    answer = api.delete("/people")
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert {method.strip() for method in answer.headers["Allow"].split(",")} == {"GET", "POST"}


def test_a_body_that_is_too_large_is_refused(api: Api, world: World) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = api.post(f"/records/{world.person().id}/notes", {"text": "x" * 200})
    assert (answer.status, answer.code) == (413, "too_large")


def test_a_fault_of_ours_is_told_without_its_trace(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(member: Member) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(Me, "of", fail)
    answer = api.get("/me")
    assert (answer.status, answer.code) == (500, "internal_error")
    assert "secret" not in json.dumps(answer.data)
    assert "a secret of the inside" in caplog.text


def test_a_thousand_problems_are_not_all_listed(api: Api, world: World) -> None:
    at = f"/sequences/{world.sequence().id}/enrollments"
    assert len(api.post(at, {"record_ids": ["x"] * 1_000}).data["errors"]) == 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(endpoint=st.sampled_from(WITH_BODY), data=st.data())
def test_no_json_makes_it_crash(api: Api, ids: dict[str, Any], endpoint: Endpoint, data: st.DataObject) -> None:
    names = st.sampled_from([*endpoint.fields, "color"])
    body = data.draw(st.dictionaries(names, JSON, max_size=4))
    fine_or_refused(api.send(endpoint.method.upper(), endpoint.at(ids), json.dumps(body).encode()))
