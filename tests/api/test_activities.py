"""A record's timeline, notes and replies; tasks of the workspace."""

from datetime import timedelta

from django.utils import timezone

from segue.actions.add_task import add_task
from segue.domain.delay import Delay, DelayUnit
from segue.domain.replies import OnReply
from segue.domain.steps import StepKind
from segue.models import Activity, Enrollment, Event
from tests.api.client import Api, api_of
from tests.world import NOW, StepPlan, World

CALL = StepPlan(StepKind.CALL, {"title": "Call them"})


def test_a_note_is_written_and_heads_the_timeline(api: Api, world: World) -> None:
    company = world.company()
    note = api.post(f"/records/{company.id}/notes", {"text": "Met at the fair."})
    assert note.status == 201
    assert (note.data["kind"], note.data["body"], note.data["actor"]) == ("note", "Met at the fair.", "Alice Admin")
    assert api.get(f"/records/{company.id}/activities").data == {"items": [note.data], "next_before": None}


def test_an_empty_note_says_what_to_do(api: Api, world: World) -> None:
    assert api.post(f"/records/{world.person().id}/notes", {"text": "  "}).errors == {
        "text": "Write something first: the note is empty."
    }


def test_the_timeline_names_the_sequence_and_step_that_made_an_activity(api: Api, world: World) -> None:
    sequence = world.sequence(steps=[CALL], name="Outreach")
    enrollment = world.enroll(sequence, person := world.person())[0]
    world.tick()
    made = api.get(f"/records/{person.id}/activities").data["items"][0]
    assert made["sequence"] == {"id": sequence.id, "name": "Outreach"}
    assert (made["enrollment_id"], made["step_position"], made["state"], made["holds"]) == (
        enrollment.id, 1, "open", True
    )  # fmt: skip


def test_the_timeline_has_pages(api: Api, world: World) -> None:
    person = world.person()
    ids = [api.post(f"/records/{person.id}/notes", {"text": str(n)}).data["id"] for n in range(5)]
    first = api.get(f"/records/{person.id}/activities", limit=3).data
    second = api.get(f"/records/{person.id}/activities", limit=3, before=first["next_before"]).data
    assert [a["id"] for a in first["items"] + second["items"]] == ids[::-1]
    assert second["next_before"] is None


def test_a_reply_does_to_each_sequence_what_it_is_set_to(api: Api, world: World) -> None:
    person = world.person()
    waits = [StepPlan(StepKind.TODO, {"title": "Later"}, Delay(1, DelayUnit.DAYS))]
    for choice in OnReply:
        world.enroll(world.sequence(steps=waits, name=f"On reply {choice}", on_reply=choice), person)
    answer = api.post(f"/records/{person.id}/replies", {"text": "Yes, please."})
    assert answer.status == 201
    assert answer.data == {
        "continued": ["On reply continue"],
        "stopped": ["On reply stop"],
        "paused": ["On reply pause"],
    }
    statuses = {e["sequence"]["name"]: e["reason"] for e in api.get(f"/records/{person.id}/enrollments").data["items"]}
    assert statuses["On reply stop"] == "stopped_by_reply"
    assert statuses["On reply pause"] == "paused_by_reply"
    assert api.get(f"/records/{person.id}/activities").data["items"][0]["kind"] == "reply"


def test_a_task_is_completed_once_and_its_sequence_goes_on(api: Api, world: World) -> None:
    enrollment = world.enroll(world.sequence(steps=[CALL]), world.person())[0]
    world.tick()
    task = api.get("/tasks").data["items"][0]
    done = api.post(f"/tasks/{task['id']}/complete", {"outcome": "Reached them"})
    assert done.status == 200
    assert (done.data["state"], done.data["data"]["outcome"], done.data["actor"]) == (
        "done", "Reached them", "Alice Admin",
    )  # fmt: skip
    assert Enrollment.objects.get(id=enrollment.id).status == "completed"
    assert Event.objects.filter(enrollment=enrollment, kind="task_done", source="api").count() == 1
    again = api.post(f"/tasks/{task['id']}/complete")
    assert (again.code, again.data["detail"]) == ("conflict", "This task is already done.")
    assert api.get("/tasks").data["items"] == []


def test_a_task_can_be_completed_without_a_body(api: Api, world: World) -> None:
    task = add_task(world.actor, world.person(), "Look them up", NOW, NOW)
    assert api.post(f"/tasks/{task.id}/complete").data["state"] == "done"


def test_tasks_come_by_due_date_and_in_pages(api: Api, world: World) -> None:
    person = world.person()
    days = [3, 1, 2, 1]
    tasks = [add_task(world.actor, person, f"In {day}", NOW + timedelta(days=day), NOW).id for day in days]
    first = api.get("/tasks", limit=2).data
    # Completing what a page shows does not keep anyone from the next one.
    for task in first["items"]:
        assert api_of(world.mel).post(f"/tasks/{task['id']}/complete").status == 200
    second = api.get("/tasks", limit=2, after=first["next_after"]).data
    assert [t["id"] for t in first["items"] + second["items"]] == [tasks[1], tasks[3], tasks[2], tasks[0]]
    assert second["next_after"] is None


def test_due_tasks_are_those_of_today_and_before(api: Api, world: World) -> None:
    now = timezone.now()
    overdue = add_task(world.actor, world.person(), "Overdue", now - timedelta(days=1), NOW)
    add_task(world.actor, world.person(), "In two days", now + timedelta(days=2), NOW)
    assert [t["id"] for t in api.get("/tasks", due="true").data["items"]] == [overdue.id]
    assert len(api.get("/tasks").data["items"]) == 2


def test_what_was_never_a_task_cannot_be_completed(api: Api, world: World) -> None:
    note = api.post(f"/records/{world.person().id}/notes", {"text": "A note"}).data
    assert api.post(f"/tasks/{note['id']}/complete").code == "not_found"
    assert set(api.get("/tasks", after=note["id"]).errors) == {"after"}
    assert Activity.objects.get().state == "done"


def test_a_task_left_behind_says_so_and_is_dismissed_once(api: Api, world: World) -> None:
    enrollment = world.enroll(world.sequence(steps=[CALL]), world.person())[0]
    world.tick()
    task = api.get("/tasks").data["items"][0]
    assert (task["enrollment_status"], task["enrollment_removed"]) == ("in_progress", False)
    refused = api.post(f"/tasks/{task['id']}/dismiss")
    assert refused.code == "conflict"
    assert refused.data["detail"] == "The sequence waits for this task: complete it, or Stop the record."
    api.post(f"/enrollments/{enrollment.id}/stop")
    assert api.get("/tasks").data["items"][0]["enrollment_status"] == "stopped"
    dismissed = api.post(f"/tasks/{task['id']}/dismiss")
    assert (dismissed.status, dismissed.data["state"], dismissed.data["actor"]) == (200, "dismissed", "Alice Admin")
    assert api.get("/tasks").data["items"] == []
    assert api.post(f"/tasks/{task['id']}/dismiss").data["detail"] == "This task was dismissed."
