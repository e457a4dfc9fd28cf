"""What follows from a message that came in: on the record, in the history, in the sequences, and only once."""

from collections.abc import Callable
from datetime import date

import pytest

from segue.actions.receive_message import receive_message
from segue.domain.inbound import InboundKind
from segue.domain.receiving.parse import parse
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.models import Activity, Delivery, Event, InboundMessage, Mailbox, Suppression
from tests.engine.stages import EMAIL, assert_well, fresh
from tests.inbound.correspondence import ADA, LATER, answer, arrives, first_sent, mailbox_of, sent_to_ada
from tests.inbound.samples import complaint, postfix_bounce, qmail_bounce, reply
from tests.world import World


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


def test_a_complaint_stops_every_sequence_and_suppresses(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    [other] = world.enroll(world.sequence(steps=[LATER]), enrollment.record)
    arrives(world, complaint(ADA, first_sent(enrollment)))
    for one in (enrollment, other):
        assert (fresh(one).status, fresh(one).reason) == (Status.STOPPED, Reason.STOPPED_BY_OPT_OUT)
    assert Suppression.objects.get().reason == "complaint"


def test_unsubscribing_by_mail(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = answer(world, enrollment, "", subject="Unsubscribe")
    assert message is not None
    assert message.kind == InboundKind.UNSUBSCRIBE
    assert fresh(enrollment).reason == Reason.STOPPED_BY_OPT_OUT
    assert Suppression.objects.get().reason == "opt_out"
    assert Activity.objects.filter(kind="opt_out").count() == 1


def forged(sample: Callable[[str, str], bytes]) -> bytes:
    """It has the address right, and the Message-ID but for what nobody can guess."""
    ours = Delivery.objects.get().message_id
    name, _, host = ours.rpartition("@")
    return sample(ADA, f"{name[:-8]}00000000@{host}")


@pytest.mark.parametrize(
    ("sample", "kind", "title"),
    [
        (postfix_bounce, InboundKind.HARD_BOUNCE, "A bounce, it says"),
        (qmail_bounce, InboundKind.HARD_BOUNCE, "A bounce, it says"),
        (complaint, InboundKind.COMPLAINT, "Reported as spam, it says"),
        (
            lambda address, message_id: reply(address, "alice@acme.example", "Now!", subject="unsubscribe"),
            InboundKind.UNSUBSCRIBE,
            "Asks to unsubscribe, it says",
        ),
    ],
)
def test_what_names_an_address_only_is_noted_and_not_acted_on(
    world: World, sample: Callable[[str, str], bytes], kind: InboundKind, title: str
) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    message = arrives(world, forged(sample).replace(b"alice@acme.example", mailbox_of(world).address.encode()))
    assert message is not None
    assert (message.kind, message.enrollment) == (kind, enrollment)
    assert message.matched_by.endswith("; not acted on: it names no message of ours, so anybody may have written it")
    assert message.activity is not None
    assert message.activity.title == title
    assert message.activity.body.startswith("Not acted on: it names no message of ours")
    assert not Suppression.objects.exists()
    assert fresh(enrollment).status == Status.IN_PROGRESS
    assert_well(world)


def test_a_wish_that_names_no_message_is_still_an_answer(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER, on_reply=OnReply.STOP)
    arrives(world, reply(ADA, mailbox_of(world).address, "", subject="unsubscribe"))
    assert fresh(enrollment).reason == Reason.STOPPED_BY_REPLY
    assert not Suppression.objects.exists()


def test_two_messages_may_have_the_same_message_id(world: World) -> None:
    enrollment = sent_to_ada(world, EMAIL, LATER)
    same = "<always-the-same@broken.example>"
    senders = (ADA, "charles@example.com")
    for key in ("1:1", "2:1"):
        for n, sender in enumerate(senders):
            raw = reply(sender, "team@acme.example", "Yes", answers=first_sent(enrollment), message_id=same)
            arrives(world, raw, f"{key}{n}")
    assert [m.sender for m in InboundMessage.objects.order_by("id")] == list(senders)
