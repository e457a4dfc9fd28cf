"""Each kind of step makes its activity on the record, and the enrollment goes on, waits, or fails."""

from datetime import timedelta

from segue.actions.complete_task import complete_task
from segue.actions.log_reply import log_reply
from segue.actions.resume import resume
from segue.domain.delay import Delay, DelayUnit
from segue.domain.errors import ErrorCode
from segue.domain.records import RecordType
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models import Activity, CustomField, Delivery, Enrollment, OutboxMessage, Record, Sequence
from tests.world import StepPlan, World, actor_of

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "Hi {{ person.first_name }}!"})


def fresh(enrollment: Enrollment) -> Enrollment:
    return Enrollment.objects.get(id=enrollment.id)


def test_an_email_leaves_through_the_outbox_once_and_is_an_activity(world: World) -> None:
    ada = world.person("Ada Lovelace")
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), ada)
    world.tick()
    world.tick(days=1)
    message = OutboxMessage.objects.get()
    assert (message.to, message.subject) == ("ada.lovelace@example.com", "Hello Ada")
    assert message.body.startswith("Hi Ada!\n\nUnsubscribe: http://127.0.0.1:8000/u/")
    activity = Activity.objects.get(record=ada)
    assert (activity.kind, activity.title, activity.enrollment_id) == ("email", "Hello Ada", enrollment.id)
    assert Delivery.objects.get().state == "sent"
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_manual_step_waits_for_its_task_or_goes_on(world: World) -> None:
    steps = [
        StepPlan(StepKind.CALL, {"title": "Call {{ person.first_name }}", "wait": True}),
        StepPlan(StepKind.TODO, {"title": "Look them up", "wait": False}),
        StepPlan(StepKind.MESSAGE, {"title": "Connect", "channel": "linkedin"}, Delay(2, DelayUnit.DAYS)),
    ]
    ada = world.person("Ada Lovelace")
    [enrollment] = world.enroll(world.sequence(steps=steps), ada)
    world.tick()
    world.tick(days=30)
    assert (fresh(enrollment).position, fresh(enrollment).reason) == (1, Reason.WAITING_FOR_TASK)
    call = Activity.objects.get(record=ada, kind="call")
    assert (call.title, call.state, call.assignee) == ("Call Ada", "open", world.alice)
    complete_task(actor_of(world.mel), call, world.now, outcome="Left a message")
    world.tick()
    assert fresh(enrollment).position == 3
    assert fresh(enrollment).due_at == world.now + timedelta(days=2)
    world.tick(days=2)
    assert [a.state for a in Activity.objects.order_by("id")] == ["done", "open", "open"]
    complete_task(world.actor, Activity.objects.get(kind="message"), world.now)
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_field_update_sets_columns_and_custom_fields(world: World) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="stage", label="Stage")
    steps = [
        StepPlan(StepKind.FIELD, {"field": "first_name", "value": "Augusta"}),
        StepPlan(StepKind.FIELD, {"field": "stage", "value": "met {{ person.first_name }}"}),
    ]
    ada = world.person("Ada Lovelace")
    world.enroll(world.sequence(steps=steps), ada)
    world.tick()
    found = Record.objects.get(id=ada.id)
    assert (found.name, found.fields) == ("Augusta Lovelace", {"stage": "met Augusta"})
    assert "augusta" in found.search
    assert [a.title for a in Activity.objects.order_by("id")] == [
        "Set First name to “Augusta”",
        "Set Stage to “met Augusta”",
    ]


def test_a_tag_is_added_once_and_taken_away(world: World) -> None:
    steps = [
        StepPlan(StepKind.TAG, {"operation": "add", "tag": "Warm"}),
        StepPlan(StepKind.TAG, {"operation": "add", "tag": "warm"}),
        StepPlan(StepKind.TAG, {"operation": "remove", "tag": "warm"}, Delay(1, DelayUnit.HOURS)),
    ]
    acme = world.company("Acme")
    world.enroll(world.sequence(RecordType.COMPANY, steps), acme)
    world.tick()
    assert [tag.name for tag in acme.tags.all()] == ["Warm"]
    world.tick(hours=1)
    assert list(acme.tags.all()) == []


def test_a_missing_value_fails_that_record_only_and_names_the_field(world: World) -> None:
    step = StepPlan(StepKind.EMAIL, {"subject": "Hi", "body": "How is {{ person.city }}?"})
    with_city, without = world.person("Ada Lovelace", city="London"), world.person("Grace Hopper")
    good, bad = world.enroll(world.sequence(steps=[step]), with_city, without)
    world.tick()
    assert fresh(good).status == Status.COMPLETED
    failed = fresh(bad)
    assert (failed.status, failed.error_code, failed.attempt) == (Status.FAILED, ErrorCode.MISSING_VALUE, 1)
    assert "{{ person.city }}" in failed.error_detail
    assert not Activity.objects.filter(record=without).exists()
    assert OutboxMessage.objects.count() == 1


def test_mail_waits_for_the_send_window(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL], window_days=[0, 1, 2, 3, 4])  # 09:00 to 17:00 in Amsterdam
    world.now = world.now.replace(hour=18)
    [enrollment] = world.enroll(sequence, world.person())
    assert fresh(enrollment).reason == Reason.WAITING_FOR_WINDOW
    world.tick(hours=10)
    assert OutboxMessage.objects.count() == 0
    world.tick(hours=4)  # 08:00 UTC is 09:00 in Amsterdam in November
    assert OutboxMessage.objects.count() == 1


def test_work_that_is_late_still_waits_for_the_window(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL], window_days=[0])
    [enrollment] = world.enroll(sequence, world.person())
    world.tick(days=3)  # the worker was down since Monday morning
    assert (fresh(enrollment).reason, OutboxMessage.objects.count()) == (Reason.WAITING_FOR_WINDOW, 0)
    world.tick(days=4)
    assert OutboxMessage.objects.count() == 1


def reply_effect(world: World, choice: OnReply) -> tuple[Enrollment, Sequence]:
    sequence = world.sequence(
        steps=[EMAIL, StepPlan(EMAIL.kind, EMAIL.config, Delay(2, DelayUnit.DAYS))], on_reply=choice
    )
    ada = world.person("Ada Lovelace")
    [enrollment] = world.enroll(sequence, ada)
    world.tick()
    log_reply(actor_of(world.mel), ada, "Yes, tell me more", world.now)
    return enrollment, sequence


def test_a_reply_does_not_stop_future_steps(world: World) -> None:
    enrollment, _ = reply_effect(world, OnReply.CONTINUE)
    world.tick(days=2)
    assert fresh(enrollment).status == Status.COMPLETED
    assert OutboxMessage.objects.count() == 2


def test_a_reply_stops_where_the_sequence_says_so(world: World) -> None:
    enrollment, _ = reply_effect(world, OnReply.STOP)
    world.tick(days=2)
    assert (fresh(enrollment).status, fresh(enrollment).reason) == (Status.STOPPED, Reason.STOPPED_BY_REPLY)
    assert OutboxMessage.objects.count() == 1


def test_a_reply_pauses_and_the_remaining_delay_is_kept(world: World) -> None:
    enrollment, _ = reply_effect(world, OnReply.PAUSE)
    world.tick(days=10)
    assert (fresh(enrollment).status, fresh(enrollment).reason) == (Status.IN_PROGRESS, Reason.PAUSED_BY_REPLY)
    resume(world.actor, Enrollment.objects.filter(id=enrollment.id), world.now)
    assert fresh(enrollment).due_at == world.now + timedelta(days=2)
    world.tick(days=2)
    assert OutboxMessage.objects.count() == 2
