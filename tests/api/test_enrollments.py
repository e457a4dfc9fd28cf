"""Enrolling, tracking and managing records in sequences."""

import pytest

from segue.domain.delay import Delay, DelayUnit
from segue.domain.replies import OnReply
from segue.domain.steps import StepKind
from segue.models import Enrollment, Event, Sequence
from tests.api.client import Api
from tests.world import StepPlan, World

LATER = StepPlan(StepKind.TODO, {"title": "Later"}, Delay(1, DelayUnit.DAYS))
FAILS = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "{{ person.city }}"})


def failed(world: World) -> Enrollment:
    """An enrollment whose first step failed: the record has no city."""
    enrollment = world.enroll(world.sequence(steps=[FAILS, LATER]), world.person("Ada Vale"))[0]
    world.tick()
    enrollment.refresh_from_db()
    assert enrollment.status == "failed"
    return enrollment


def test_each_record_has_its_own_result(api: Api, world: World) -> None:
    sequence = world.sequence(steps=[FAILS])
    ada, enrolled, silent = world.person("Ada Vale"), world.person(), world.person("Mute", email="")
    world.enroll(sequence, enrolled)
    company = world.company("Kestrel")
    outsider = world.person(workspace=world.other_workspace)
    ids = [ada.id, enrolled.id, silent.id, company.id, outsider.id, 2**62, ada.id]
    answer = api.post(f"/sequences/{sequence.id}/enrollments", {"record_ids": ids})
    assert answer.status == 200
    assert (answer.data["enrolled"], answer.data["refused"]) == (1, 5)
    results = answer.data["results"]
    assert [r["record_id"] for r in results] == ids[:-1]
    assert [r["reason"] for r in results] == [
        None, "already_enrolled", "no_address", "wrong_type", "not_found", "not_found"
    ]  # fmt: skip
    assert results[0]["result"] == "enrolled"
    assert Enrollment.objects.get(id=results[0]["enrollment_id"]).record == ada
    assert results[1]["message"] == "Already in this sequence: In Progress. Remove it first to start again."
    assert results[4]["name"] == ""  # not even the name of another workspace's record
    assert Event.objects.filter(kind="enrolled", source="api").count() == 1


def test_at_most_a_thousand_at_once(api: Api, world: World) -> None:
    at = f"/sequences/{world.sequence().id}/enrollments"
    assert set(api.post(at, {"record_ids": list(range(1, 1002))}).errors) == {"record_ids"}
    assert set(api.post(at, {"record_ids": []}).errors) == {"record_ids"}
    assert api.post(at, {"record_ids": list(range(1, 1001))}).data["refused"] == 1000


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_sequence_out_of_use_takes_no_records(api: Api, world: World, state: str) -> None:
    sequence = world.sequence(name="Outreach")
    values = {"current_version": None} if state == "draft" else {"archived_at": world.now}
    Sequence.objects.filter(id=sequence.id).update(**values)
    answer = api.post(f"/sequences/{sequence.id}/enrollments", {"record_ids": [world.person().id]})
    assert answer.code == "conflict"
    assert "Outreach" in answer.data["detail"]


def test_the_list_tells_status_reason_error_and_next_time(api: Api, world: World) -> None:
    enrollment = failed(world)
    waiting = world.enroll(Sequence.objects.get(), world.person("Bo Reed", city="Delft"))[0]
    world.tick()
    waits, fails = api.get(f"/sequences/{enrollment.sequence_id}/enrollments").data["items"]
    assert (waits["id"], fails["id"]) == (waiting.id, enrollment.id)
    assert (waits["status"], waits["status_label"], waits["reason"]) == ("in_progress", "In Progress", "scheduled")
    assert (waits["position"], waits["step_count"], waits["step_kind"]) == (2, 2, "todo")
    assert waits["next_at"].startswith("2026-11-24T09:00:00")
    assert (waits["error"], waits["can"]) == (None, ["stop", "remove", "pause-until"])
    assert (fails["status"], fails["status_label"], fails["next_at"]) == ("failed", "Failed (Error)", None)
    assert fails["error"]["code"] == "missing_value"
    assert "city" in fails["error"]["detail"]
    assert fails["error"]["title"]
    assert fails["error"]["advice"]
    assert fails["can"] == ["stop", "remove", "retry"]
    assert fails["record"] == {"id": enrollment.record_id, "name": "Ada Vale", "type": "person"}
    assert (fails["round"], fails["enrolled_by"]) == (1, "Alice Admin")


def test_the_list_is_narrowed_and_has_pages(api: Api, world: World) -> None:
    enrollment = failed(world)
    at = f"/sequences/{enrollment.sequence_id}/enrollments"
    later = world.enroll(enrollment.sequence, *(world.person(f"Bo {n}") for n in range(3)))
    assert [e["id"] for e in api.get(at, status="failed").data["items"]] == [enrollment.id]
    assert [e["id"] for e in api.get(at, q="vale ada").data["items"]] == [enrollment.id]
    first = api.get(at, limit=2).data
    second = api.get(at, limit=2, before=first["next_before"]).data
    newest_first = [*(e.id for e in reversed(later)), enrollment.id]
    assert [e["id"] for e in first["items"] + second["items"]] == newest_first
    assert second["next_before"] is None
    assert set(api.get(at, status="asleep").errors) == {"status"}


def test_one_enrollment_tells_its_steps_its_history_and_why(api: Api, world: World) -> None:
    enrollment = failed(world)
    data = api.get(f"/enrollments/{enrollment.id}").data
    assert [step["state"] for step in data["steps"]] == ["failed", "upcoming"]
    assert data["steps"][0]["error"]["code"] == "missing_value"
    assert [event["kind"] for event in data["history"]] == ["enrolled", "step_failed"]
    assert data["why"]
    waiting = world.enroll(world.sequence(steps=[LATER]), world.person())[0]
    data = api.get(f"/enrollments/{waiting.id}").data
    assert data["next_at"].startswith("2026-11-24T09:00:00")
    assert "follows 1 day later" in " ".join(data["why"])


def test_stop_stops_and_says_so_the_second_time(api: Api, world: World) -> None:
    enrollment = world.enroll(world.sequence(), world.person())[0]
    stopped = api.post(f"/enrollments/{enrollment.id}/stop")
    assert (stopped.status, stopped.data["status_label"], stopped.data["can"]) == (200, "Stopped", ["remove"])
    assert (
        stopped.data["history"][-1] | {"kind": "stopped", "source": "api", "actor": "Alice Admin"}
        == (stopped.data["history"][-1])
    )
    again = api.post(f"/enrollments/{enrollment.id}/stop")
    assert again.code == "conflict"
    assert again.data["detail"] == (
        "Only an enrollment that is In Progress or Failed (Error) can be stopped; this one is Stopped "
        "(stopped by a person)."
    )
    assert world.tick() == 0


def test_retry_is_for_failed_steps_and_runs_once(api: Api, world: World) -> None:
    enrollment = failed(world)
    enrollment.record.city = "Delft"
    enrollment.record.save()
    assert api.post(f"/enrollments/{enrollment.id}/retry").data["status"] == "in_progress"
    again = api.post(f"/enrollments/{enrollment.id}/retry")
    assert (again.status, again.data["detail"]) == (
        409, "Only a failed step can be retried; this one is In Progress (scheduled).",
    )  # fmt: skip


def test_resume_is_for_what_a_reply_has_paused(api: Api, world: World) -> None:
    person = world.person()
    enrollment = world.enroll(world.sequence(steps=[LATER], on_reply=OnReply.PAUSE), person)[0]
    refused = api.post(f"/enrollments/{enrollment.id}/resume")
    assert (refused.code, "paused" in refused.data["detail"]) == ("conflict", True)
    api.post(f"/records/{person.id}/replies", {"text": "Hello"})
    assert "resume" in api.get(f"/enrollments/{enrollment.id}").data["can"]
    assert api.post(f"/enrollments/{enrollment.id}/resume").data["reason"] == "scheduled"


def test_remove_takes_it_off_the_record_and_a_new_round_can_begin(api: Api, world: World) -> None:
    sequence, person = world.sequence(), world.person()
    enrollment = world.enroll(sequence, person)[0]
    removed = api.post(f"/enrollments/{enrollment.id}/remove")
    assert (removed.status, removed.data) == (204, None)
    assert api.get(f"/records/{person.id}/enrollments").data == {"items": []}
    for gone in (api.get(f"/enrollments/{enrollment.id}"), api.post(f"/enrollments/{enrollment.id}/remove")):
        assert gone.code == "not_found"
    api.post(f"/sequences/{sequence.id}/enrollments", {"record_ids": [person.id]})
    assert [e["round"] for e in api.get(f"/records/{person.id}/enrollments").data["items"]] == [2]


@pytest.mark.parametrize(("verb", "works"), [("stop", True), ("retry", True), ("remove", True), ("resume", False)])
def test_one_verb_for_many(api: Api, world: World, verb: str, works: bool) -> None:
    enrollment = failed(world)
    answer = api.post("/enrollments/actions", {"verb": verb, "ids": [enrollment.id, 2**62, enrollment.id]})
    changed, unchanged = ([enrollment.id], [2**62]) if works else ([], [enrollment.id, 2**62])
    assert (answer.status, answer.data) == (200, {"changed": changed, "unchanged": unchanged})
    kinds = {"stop": ["stopped"], "retry": ["retried"], "remove": ["removed"], "resume": []}[verb]
    assert list(Event.objects.filter(source="api").values_list("kind", flat=True)) == kinds


def test_bulk_leaves_other_workspaces_alone(api: Api, world: World) -> None:
    theirs = world.sequence(workspace=world.other_workspace)
    person = world.person(workspace=world.other_workspace)
    enrollment = world.enroll(theirs, person, member=world.charlie)[0]
    for verb in ("stop", "remove", "retry", "resume"):
        answer = api.post("/enrollments/actions", {"verb": verb, "ids": [enrollment.id]})
        assert answer.data == {"changed": [], "unchanged": [enrollment.id]}
    enrollment.refresh_from_db()
    assert (enrollment.status, enrollment.removed_at) == ("in_progress", None)


def test_a_bulk_needs_a_verb_we_know(api: Api) -> None:
    assert set(api.post("/enrollments/actions", {"verb": "explode", "ids": [1]}).errors) == {"verb"}
    assert set(api.post("/enrollments/actions", {"verb": "stop", "ids": []}).errors) == {"ids"}
    assert api.get("/enrollments/actions").code == "method_not_allowed"
