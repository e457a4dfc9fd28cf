"""What follows from a message that came in: on the record, in the history, in the sequences, and only once."""

from collections.abc import Callable
from datetime import date

import pytest

from segue.actions.receive_message import receive_message
from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.domain.delay import Delay, DelayUnit
from segue.domain.errors import ErrorCode
from segue.domain.inbound import InboundKind
from segue.domain.receiving.parse import parse
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, Event, InboundMessage, Mailbox, Suppression
from segue.queries.ledger import verify
from tests.engine.stages import EMAIL, TASK, TODO, assert_well, fresh, just, kinds
from tests.inbound.samples import complaint, exchange_bounce, postfix_bounce, qmail_bounce, reply
from tests.world import StepPlan, World

LATER = StepPlan(StepKind.EMAIL, EMAIL.config, Delay(1, DelayUnit.DAYS))
ADA = "ada.lovelace@example.com"


def mailbox_of(world: World) -> Mailbox:
    return Mailbox.objects.get(workspace=world.workspace)


def sent_to_ada(world: World, *steps: StepPlan, on_reply: OnReply = OnReply.CONTINUE) -> Enrollment:
    """Ada's enrollment; everything that is due at once has run."""
    [enrollment] = world.enroll(world.sequence(steps=steps, on_reply=on_reply), world.person("Ada Lovelace"))
    world.tick()
    return fresh(enrollment)


def first_sent(enrollment: Enrollment) -> str:
    return Delivery.objects.filter(enrollment=enrollment).order_by("id").values_list("message_id", flat=True)[0]


def arrives(world: World, raw: bytes, key: str = "1:1") -> InboundMessage | None:
    return receive_message(mailbox_of(world), parse(raw), key, world.now)


def answer(world: World, enrollment: Enrollment, text: str = "Yes, call me.", **more: str) -> InboundMessage | None:
    to = mailbox_of(world).address
    more.setdefault("sender", ADA)
    return arrives(world, reply(to=to, text=text, answers=first_sent(enrollment), **more))


def test_a_reply_is_logged_and_future_steps_still_run(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = answer(world, enrollment, "Yes, call me.\n\nOn Monday Acme wrote:\n> Hi Ada!\n")
    assert message is not None
    assert message.kind == InboundKind.REPLY
    assert message.matched_by == "In-Reply-To or References names the email of step 1"
    activity = Activity.objects.get(kind="reply")
    assert (activity.record, activity.body, activity.actor) == (enrollment.record, "Yes, call me.", None)
    assert activity.data["from"] == ADA
    world.tick(days=2)
    assert fresh(enrollment).status == Status.COMPLETED
    assert Delivery.objects.filter(enrollment=enrollment, state="sent").count() == 2
    assert_well(world)


@pytest.mark.parametrize(
    ("on_reply", "status", "reason"),
    [
        (OnReply.STOP, Status.STOPPED, Reason.STOPPED_BY_REPLY),
        (OnReply.PAUSE, Status.IN_PROGRESS, Reason.PAUSED_BY_REPLY),
    ],
)
def test_a_reply_stops_or_pauses_where_the_sequence_says_so(
    world: World, on_reply: OnReply, status: Status, reason: Reason
) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER, on_reply=on_reply)
    answer(world, enrollment)
    world.tick(days=2)
    assert (fresh(enrollment).status, fresh(enrollment).reason) == (status, reason)
    assert Delivery.objects.count() == 1
    event = Event.objects.filter(enrollment=enrollment).latest("id")
    assert (event.source, event.actor, event.detail) == ("reply", None, f"{ADA} replied by email.")
    assert_well(world)


def test_a_new_message_from_the_address_is_matched_by_it(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, reply(ADA, "team@acme.example", "Are you there?", subject="Question"))
    assert message is not None
    assert (message.enrollment, message.matched_by) == (
        enrollment, f"The address {ADA}, last written to in step 1",
    )  # fmt: skip


def test_a_colleague_may_answer(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER, on_reply=OnReply.STOP)
    message = answer(world, enrollment, sender="charles@example.com")
    assert message is not None
    assert message.record == enrollment.record
    assert message.matched_by.endswith(f", and charles@example.com answered instead of {ADA}")
    assert fresh(enrollment).status == Status.STOPPED


def test_what_concerns_no_sequence_leaves_no_trace(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    world.person("Bob Unwritten")
    strange = [
        reply("bob.unwritten@example.com", "team@acme.example", "Hello", subject="Hello"),
        reply("friend@private.example", "team@acme.example", "Dinner?", subject="Dinner"),
        reply(ADA, "team@acme.example", "News", subject="News", List_Id="<news.example.com>"),
        reply(mailbox_of(world).address, ADA, "Copy of mine", answers=first_sent(enrollment)),
        reply(ADA, "x@y.example", "Old", answers="<segue.1.1.1.00000000@elsewhere.example>", subject="Re: Old").replace(
            ADA.encode(), b"nobody@example.com"
        ),
    ]
    assert [arrives(world, raw, f"1:{n}") for n, raw in enumerate(strange)] == [None] * len(strange)
    assert not InboundMessage.objects.exists()
    assert not Activity.objects.filter(kind="reply").exists()


def test_the_mail_of_another_workspace_is_not_answered_here(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    theirs = Mailbox.objects.get(workspace=world.other_workspace)
    raw = reply(ADA, "x@umbrella.example", "Yes", answers=first_sent(enrollment))
    assert receive_message(theirs, parse(raw), "1:1", world.now) is None


def test_a_message_counts_once_under_any_name(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    raw = reply(ADA, "team@acme.example", "Yes", answers=first_sent(enrollment))
    assert arrives(world, raw, "1:7") is not None
    assert arrives(world, raw, "1:7") is None
    assert arrives(world, raw, "2:1") is None, "after a change of UIDVALIDITY"
    assert Activity.objects.filter(kind="reply").count() == 1


def test_out_of_office_stops_nothing_and_keeps_the_date(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER, on_reply=OnReply.STOP)
    text = "I am out of the office and back on 3 December."
    message = answer(world, enrollment, text, subject="Automatic reply: Hello", Auto_Submitted="auto-replied")
    assert message is not None
    assert (message.kind, message.rule) == (InboundKind.AUTO_REPLY, "Header Auto-Submitted: auto-replied")
    assert message.return_on == date(2026, 12, 3)
    assert Activity.objects.filter(kind="auto_reply").count() == 1
    assert fresh(enrollment).status == Status.IN_PROGRESS


BOUNCES = pytest.mark.parametrize("sample", [postfix_bounce, exchange_bounce, qmail_bounce])


@BOUNCES
def test_a_hard_bounce_fails_the_step_and_suppresses_the_address(
    world: World, sample: Callable[[str, str], bytes]
) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, sample(ADA, first_sent(enrollment)))
    assert message is not None
    assert message.kind == InboundKind.HARD_BOUNCE
    failed = fresh(enrollment)
    assert (failed.status, failed.position, failed.error_code) == (Status.FAILED, 1, ErrorCode.BOUNCED)
    assert "550" in failed.error_detail
    assert Suppression.objects.get().value == ADA
    assert Activity.objects.get(kind="bounce").body == failed.error_detail
    assert_well(world)


def correct_address(world: World, enrollment: Enrollment) -> None:
    record = enrollment.record
    record.email = "ada@new.example"
    record.save()


def test_retry_after_a_bounce_sends_that_step_again_and_then_goes_on(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    correct_address(world, enrollment)
    assert retry(world.actor, just(enrollment), world.now).ids == [enrollment.id]
    world.tick()
    world.tick(days=2)
    sent = Delivery.objects.filter(enrollment=enrollment).order_by("id")
    assert [(d.step.position, d.attempt, d.payload["to"]) for d in sent] == [
        (1, 1, ADA), (1, 2, "ada@new.example"), (2, 1, "ada@new.example"),
    ]  # fmt: skip
    assert fresh(enrollment).status == Status.COMPLETED
    assert verify(world.now).holds
    assert_well(world)


def test_steps_that_ran_before_the_bounce_came_do_not_run_again(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TODO, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    assert fresh(enrollment).position == 1
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert (fresh(enrollment).position, fresh(enrollment).status) == (4, Status.IN_PROGRESS)
    world.tick(days=2)
    sent = Delivery.objects.filter(enrollment=enrollment, state="sent").order_by("id")
    assert [d.step.position for d in sent] == [1, 3, 1, 4]
    assert Activity.objects.filter(kind="todo").count() == 1
    assert fresh(enrollment).status == Status.COMPLETED
    assert verify(world.now).holds


def test_nor_do_they_where_the_first_retry_fails(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TODO, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).error_code == ErrorCode.SUPPRESSED
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick(days=2)
    world.tick(days=2)
    assert Activity.objects.filter(kind="todo").count() == 1
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_completed_enrollment_fails_too_and_a_retry_completes_it(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TODO)
    assert enrollment.status == Status.COMPLETED
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    assert fresh(enrollment).status == Status.FAILED
    assert_well(world)
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED
    assert Activity.objects.filter(kind="todo").count() == 1
    assert_well(world)


def test_a_task_it_waited_for_is_not_made_again(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, TASK, TODO)
    assert enrollment.reason == Reason.WAITING_FOR_TASK
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    assert [a.title for a in Activity.objects.filter(kind="todo").order_by("id")] == ["Ask them", "Look them up"]
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_stopped_enrollment_stays_stopped(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    stop(world.actor, just(enrollment), world.now)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    assert fresh(enrollment).status == Status.STOPPED
    assert kinds(enrollment)[-1] == "late_result"
    assert Suppression.objects.count() == 1


def test_a_second_report_of_the_same_message_changes_nothing_after_a_retry(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)))
    correct_address(world, enrollment)
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    arrives(world, postfix_bounce(ADA, first_sent(enrollment)), "1:2")
    assert (fresh(enrollment).status, fresh(enrollment).position) == (Status.IN_PROGRESS, 2)


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "failed"), ("5.2.2", "failed"), ("4.2.0", "delayed")])
def test_a_soft_bounce_is_counted_and_nothing_fails(world: World, status: str, action: str) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, postfix_bounce(ADA, first_sent(enrollment), status, action))
    assert message is not None
    assert message.kind == InboundKind.SOFT_BOUNCE
    assert fresh(enrollment).status == Status.IN_PROGRESS
    assert not Suppression.objects.exists()
    assert Activity.objects.get(kind="bounce").title == "Came back for now"


def test_a_bounce_behind_a_forwarding_is_not_held_against_the_address(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, postfix_bounce("ada@private.example", first_sent(enrollment)))
    assert message is not None
    assert message.kind == InboundKind.SOFT_BOUNCE
    assert "not where we wrote to" in message.rule
    assert fresh(enrollment).status == Status.IN_PROGRESS


def test_a_complaint_stops_every_sequence_and_suppresses(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    [other] = world.enroll(world.sequence(steps=[LATER]), enrollment.record)
    arrives(world, complaint(ADA, first_sent(enrollment)))
    for one in (enrollment, other):
        assert (fresh(one).status, fresh(one).reason) == (Status.STOPPED, Reason.STOPPED_BY_OPT_OUT)
    assert Suppression.objects.get().reason == "complaint"


def test_unsubscribing_by_mail(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    raw = reply(ADA, mailbox_of(world).address, "", subject="Unsubscribe")
    message = arrives(world, raw)
    assert message is not None
    assert message.kind == InboundKind.UNSUBSCRIBE
    assert fresh(enrollment).reason == Reason.STOPPED_BY_OPT_OUT
    assert Suppression.objects.get().reason == "opt_out"
    assert Activity.objects.filter(kind="opt_out").count() == 1
