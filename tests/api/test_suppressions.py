"""The suppression list over the API."""

from segue.actions.suppress import suppress
from segue.domain.suppressions import SuppressionReason as Reason
from segue.models import Suppression
from tests.api.client import Api, api_of
from tests.world import World


def put(world: World, value: str, reason: Reason = Reason.MANUAL) -> Suppression:
    return suppress(world.workspace, value, reason, "", world.now)[0]


def test_a_suppression_is_made_listed_and_deleted(api: Api) -> None:
    made = api.post("/suppressions", {"value": "Ada@Bücher.example", "note": "By letter", "reason": "opt_out"})
    assert made.status == 201
    assert made.data == made.data | {
        "value": "ada@xn--bcher-kva.example", "reason": "opt_out", "reason_label": "Opted out", "source": "By letter",
        "created_by": "Alice Admin",
    }  # fmt: skip
    assert api.get("/suppressions").data == {"items": [made.data], "next_before": None}
    assert api.delete(f"/suppressions/{made.data['id']}").status == 204
    assert api.get("/suppressions").data["items"] == []


def test_twice_is_the_same_as_once(api: Api) -> None:
    first = api.post("/suppressions", {"value": "example.org"})
    assert api.post("/suppressions", {"value": "@EXAMPLE.org", "note": "again"}).data == first.data
    assert Suppression.objects.count() == 1


def test_what_is_wrong_is_told_field_by_field(api: Api) -> None:
    assert "neither an email address nor a domain" in api.post("/suppressions", {"value": "ada"}).errors["value"]
    assert "longer than 500" in api.post("/suppressions", {"value": "a@b.example", "note": "n" * 501}).errors["note"]
    assert "reason" in api.post("/suppressions", {"value": "a@b.example", "reason": "grumpy"}).errors
    assert not Suppression.objects.exists()


def test_the_list_has_pages_search_and_reasons(api: Api, world: World) -> None:
    entries = [put(world, f"p{n}@example.com", Reason.BOUNCE if n % 2 else Reason.MANUAL) for n in range(5)]
    first = api.get("/suppressions", limit=3).data
    second = api.get("/suppressions", limit=3, before=first["next_before"]).data
    assert [e["id"] for e in first["items"] + second["items"]] == [e.pk for e in reversed(entries)]
    assert second["next_before"] is None
    assert [e["value"] for e in api.get("/suppressions", q="P3@").data["items"]] == ["p3@example.com"]
    assert len(api.get("/suppressions", reason="bounce").data["items"]) == 2
    assert api.get("/suppressions", reason="grumpy").status == 422


def test_only_an_admins_token_overrules_a_person(api: Api, world: World) -> None:
    entry = put(world, "ada@example.com", Reason.OPT_OUT)
    refused = api_of(world.bob).delete(f"/suppressions/{entry.pk}")
    assert (refused.status, refused.code) == (403, "not_allowed")
    assert "ada@example.com asked not to be written to" in refused.data["detail"]
    assert api.delete(f"/suppressions/{entry.pk}").status == 204


def test_enrolling_says_that_an_address_is_suppressed(api: Api, world: World) -> None:
    person = world.person(email="ada@example.com")
    put(world, "ada@example.com", Reason.BOUNCE)
    body = {
        "type": "person",
        "name": "Mail",
        "steps": [{"kind": "email", "config": {"subject": "Hi", "body": "A word?"}}],
        "publish": True,
    }
    sequence = api.post("/sequences", body).data["id"]
    [result] = api.post(f"/sequences/{sequence}/enrollments", {"record_ids": [person.id]}).data["results"]
    assert (result["result"], result["reason"]) == ("refused", "suppressed")
