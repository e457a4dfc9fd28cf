"""Sequences and their steps: created whole, changed, published, archived."""

from typing import Any

import pytest

from segue.models import Sequence, Step
from tests.api.client import Api
from tests.world import World

EMAIL = {"kind": "email", "config": {"subject": "Hello {{ person.first_name }}", "body": "How are you?"}}
CALL = {"kind": "call", "config": {"title": "Call them"}, "delay_amount": 2, "delay_unit": "business_days"}
WHOLE: dict[str, Any] = {
    "type": "person", "name": "Outreach", "description": "First contact", "on_reply": "stop",
    "window_days": [0, 1, 2], "window_start": "08:30", "window_end": "17:00", "window_zone": "record",
}  # fmt: skip


def created(api: Api, **values: Any) -> dict[str, Any]:
    answer = api.post("/sequences", {"type": "person", "name": "Outreach"} | values)
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data


def test_a_sequence_is_created_whole_and_published(api: Api) -> None:
    data = created(api, **WHOLE, steps=[EMAIL, CALL], publish=True)
    assert data | WHOLE == data
    assert (data["state"], data["version"], data["has_unpublished_changes"], data["problems"]) == (
        "active", 1, False, []
    )  # fmt: skip
    assert data["counts"] == {"in_progress": 0, "failed": 0, "stopped": 0, "completed": 0}
    first, second = data["steps"]
    assert (first["position"], first["kind_label"], first["delay_amount"]) == (1, "Automatic email", 0)
    assert (second["delay_amount"], second["delay_unit"]) == (2, "business_days")
    assert second["config"] == {"title": "Call them", "body": "", "wait": True}
    assert api.get(f"/sequences/{data['id']}").data == data


def test_a_new_sequence_is_a_draft_that_says_what_it_lacks(api: Api) -> None:
    data = created(api)
    assert (data["state"], data["version"]) == ("draft", None)
    assert data["problems"] == [{"step": "", "message": "The sequence has no steps. Add one."}]


def test_every_wrong_step_is_told_by_its_place_and_nothing_is_saved(api: Api) -> None:
    steps = [
        CALL,
        {"kind": "email", "config": {"subject": "x" * 251, "color": "red"}},
        {"kind": "call", "delay_amount": -1},
    ]
    answer = api.post("/sequences", {"type": "person", "name": "Outreach", "steps": steps})
    assert set(answer.errors) == {"steps.1.config.subject", "steps.1.config.color", "steps.2.delay_amount"}
    assert not Sequence.objects.exists()
    assert not Step.objects.exists()


def test_a_step_that_cannot_be_published_is_told_by_its_place_and_nothing_is_saved(api: Api) -> None:
    bad = {"kind": "email", "config": {"subject": "Hi", "body": "{{ person.shoe_size }}"}}
    answer = api.post("/sequences", {"type": "person", "name": "Outreach", "steps": [CALL, bad], "publish": True})
    assert list(answer.errors) == ["steps.1.config.body"]
    assert "shoe_size" in answer.errors["steps.1.config.body"]
    none = api.post("/sequences", {"type": "person", "name": "Outreach", "publish": True})
    assert none.errors == {"steps": "The sequence has no steps. Add one."}
    assert not Sequence.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "n" * 300}, "name"),
        ({"type": "robot"}, "type"),
        ({"description": "d" * 300}, "description"),
        ({"on_reply": "panic"}, "on_reply"),
        ({"window_days": [7]}, "window_days"),
        ({"window_days": [1], "window_start": "17:00", "window_end": "09:00"}, "window_end"),
        ({"window_start": "25:00"}, "window_start"),
        ({"steps": [{"kind": "pigeon"}]}, "steps.0.kind"),
        ({"steps": [{"kind": "call", "delay_unit": "moons"}]}, "steps.0.delay_unit"),
        ({"steps": [{"kind": "call", "delay_amount": 10**9}]}, "steps.0.delay_amount"),
        ({"steps": [{"kind": "call"}] * 101}, "steps"),
    ],
)
def test_a_wrong_setting_is_named(api: Api, wrong: dict[str, Any], field: str) -> None:
    answer = api.post("/sequences", {"type": "person", "name": "Outreach"} | wrong)
    assert set(answer.errors) == {field}
    assert not Sequence.objects.exists()


def test_a_name_is_taken_once(api: Api) -> None:
    created(api)
    assert "already" in api.post("/sequences", {"type": "company", "name": "outreach"}).errors["name"]


def test_settings_change_one_by_one(api: Api) -> None:
    data = created(api, **WHOLE)
    changed = api.patch(f"/sequences/{data['id']}", {"name": "Second contact", "window_days": []})
    assert changed.status == 200
    assert changed.data == data | {"name": "Second contact", "window_days": []}
    assert set(api.patch(f"/sequences/{data['id']}", {"type": "company"}).errors) == {"type"}


def test_steps_are_added_changed_moved_and_deleted_in_a_draft(api: Api) -> None:
    sequence = created(api, steps=[CALL], publish=True)
    at = f"/sequences/{sequence['id']}"
    added = api.post(f"{at}/steps", EMAIL | {"position": 1})
    assert (added.status, added.data["position"]) == (201, 1)
    step = f"{at}/steps/{added.data['key']}"
    changed = api.patch(step, {"config": {"subject": "Hi"}, "delay_amount": 3}).data
    assert changed["config"] == {"subject": "Hi", "body": "<p>How are you?</p>", "in_thread": False, "attachments": []}
    assert (changed["delay_amount"], changed["delay_unit"]) == (3, "days")
    assert api.post(f"{step}/move", {"position": 2}).data["position"] == 2
    read = api.get(at).data
    assert [s["kind"] for s in read["steps"]] == ["call", "email"]
    assert (read["version"], read["has_unpublished_changes"]) == (1, True)
    gone = api.delete(step)
    assert (gone.status, gone.data) == (204, None)
    assert api.get(at).data["has_unpublished_changes"] is False
    assert api.delete(step).code == "not_found"


def test_a_wrong_step_is_told_by_the_names_of_the_request(api: Api) -> None:
    at = f"/sequences/{created(api, steps=[CALL])['id']}/steps"
    assert set(api.post(at, {"kind": "tag", "config": {"tag": "t" * 60}}).errors) == {"config.tag"}
    assert set(api.post(at, {"kind": "tag", "position": 9}).errors) == {"position"}
    key = api.get(at.removesuffix("/steps")).data["steps"][0]["key"]
    assert set(api.patch(f"{at}/{key}", {"config": {"wait": "perhaps"}}).errors) == {"config.wait"}
    assert set(api.patch(f"{at}/{key}", {"delay_amount": -1}).errors) == {"delay_amount"}
    assert set(api.post(f"{at}/{key}/move", {"position": 0}).errors) == {"position"}


def test_publishing_makes_the_next_version_once(api: Api) -> None:
    sequence = created(api, steps=[CALL], publish=True)
    at = f"/sequences/{sequence['id']}"
    api.post(f"{at}/steps", EMAIL)
    published = api.post(f"{at}/publish")
    assert (published.status, published.data["version"]) == (200, 2)
    assert api.post(f"{at}/publish").code == "conflict"


def test_publishing_names_the_step_that_is_not_ready(api: Api) -> None:
    sequence = created(api, steps=[{"kind": "call"}])
    key = sequence["steps"][0]["key"]
    assert api.post(f"/sequences/{sequence['id']}/publish").errors == {f"steps.{key}.config.title": "Title is empty."}
    assert sequence["problems"] == [{"step": key, "message": "Title is empty."}]


def test_each_setting_that_is_not_ready_is_named(api: Api) -> None:
    steps = [
        {"kind": "email", "config": {"subject": "Hi {{ person.shoe_size }}"}},
        {"kind": "field", "config": {"field": "shoe_size"}},
        {"kind": "tag"},
        {"kind": "webhook", "config": {"url": "ftp://files.example"}},
    ]
    answer = api.post("/sequences", {"type": "person", "name": "Outreach", "steps": steps, "publish": True})
    assert set(answer.errors) == {
        "steps.0.config.subject", "steps.0.config.body", "steps.1.config.field", "steps.2.config.tag",
        "steps.3.config.url",
    }  # fmt: skip


def test_an_archived_sequence_leaves_the_list_and_comes_back(api: Api) -> None:
    at = f"/sequences/{created(api)['id']}"
    assert api.post(f"{at}/archive").data["state"] == "archived"
    assert api.get("/sequences").data == {"items": []}
    assert [s["state"] for s in api.get("/sequences", archived="true").data["items"]] == ["archived"]
    for refused in (api.post(f"{at}/archive"), api.patch(at, {"name": "New"}), api.post(f"{at}/steps", CALL)):
        assert refused.code == "conflict"
    assert api.post(f"{at}/restore").data["state"] == "draft"
    assert api.post(f"{at}/restore").code == "conflict"


def test_the_list_counts_enrollments_by_status(api: Api, world: World) -> None:
    sequence = world.sequence()
    world.enroll(sequence, world.person(), world.person())
    line = api.get("/sequences").data["items"][0]
    assert line["counts"] == {"in_progress": 2, "failed": 0, "stopped": 0, "completed": 0}
    assert api.get(f"/sequences/{sequence.id}").data["counts"] == line["counts"]
