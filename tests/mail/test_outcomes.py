"""What a mail server does becomes what the enrollment, the delivery and the mailbox say, with its own words."""

import pytest

from segue.bench.mail_server import Server
from segue.domain.delay import Delay, DelayUnit
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, Lane, Mailbox
from tests.world import StepPlan, World

MAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "<p>Hi there.</p>"})
LATER = StepPlan(StepKind.EMAIL, {"subject": "And then", "body": "<p>More.</p>"}, Delay(1, DelayUnit.DAYS))


def enroll(world: World, *locals_: str) -> list[Enrollment]:
    people = [world.person(f"Person {name.title()}", email=f"{name}@there.example") for name in locals_]
    return world.enroll(world.sequence(steps=[MAIL, LATER]), *people)


def standing(enrollment: Enrollment) -> tuple[str, str, str]:
    row = Enrollment.objects.get(id=enrollment.id)
    return row.status, row.reason, row.error_code


def test_a_message_leaves_and_is_recorded_with_the_servers_answer(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    [enrollment] = enroll(world, "ada")
    world.tick()
    [taken] = server.taken
    delivery = Delivery.objects.get()
    assert (taken.sender, taken.recipients) == ("alice@acme.example", ("ada@there.example",))
    assert taken.message["Message-ID"] == delivery.message_id
    assert (delivery.state, delivery.receipt) == ("sent", "250 2.0.0 Ok: queued")
    assert Activity.objects.get().data["message_id"] == delivery.message_id
    assert standing(enrollment) == ("in_progress", "scheduled", "")


@pytest.mark.parametrize(("how", "words"), [("defer", "Greylisted"), ("later", "Try again"), ("vanish", "lost before")])
def test_a_temporary_refusal_is_tried_again_by_itself(
    world: World, server: Server, mailbox: Mailbox, how: str, words: str
) -> None:
    [enrollment] = enroll(world, f"{how}.ada")
    world.tick()
    assert standing(enrollment) == ("in_progress", "trying_again", "recipient_deferred")
    assert words in Enrollment.objects.get().error_detail
    for _ in range(4):
        world.tick(minutes=10)
    assert standing(enrollment) == ("failed", "step_error", "recipient_deferred")
    assert Delivery.objects.count() == 5
    assert server.taken == []


@pytest.mark.parametrize(
    ("how", "code", "words"), [("reject", "recipient_rejected", "No such user"), ("spam", "message_rejected", "spam")]
)
def test_a_refusal_for_good_fails_at_once_with_the_servers_words(
    world: World, server: Server, mailbox: Mailbox, how: str, code: str, words: str
) -> None:
    [enrollment, other] = enroll(world, how, "ada")
    world.tick()
    assert standing(enrollment) == ("failed", "step_error", code)
    assert words in Enrollment.objects.get(id=enrollment.id).error_detail
    assert standing(other) == ("in_progress", "scheduled", "")
    assert server.recipients() == ["ada@there.example"]


@pytest.mark.parametrize("how", ["unsaid", "unheard"])
def test_a_lost_answer_is_unknown_and_never_sent_again_by_itself(
    world: World, server: Server, mailbox: Mailbox, how: str
) -> None:
    [enrollment] = enroll(world, how)
    world.tick()
    world.tick(days=3)
    assert standing(enrollment) == ("failed", "step_error", "outcome_unknown")
    assert Delivery.objects.get().state == "unknown"
    assert len(server.taken) == (1 if how == "unheard" else 0)


@pytest.mark.parametrize("how", ["quota", "closing"])
def test_trouble_of_the_mailbox_holds_its_lane_and_fails_nobody(
    world: World, server: Server, mailbox: Mailbox, how: str
) -> None:
    enrollments = enroll(world, how, "ada", "bea")
    world.tick()
    assert [standing(e)[0] for e in enrollments] == ["in_progress"] * 3
    lane = Lane.objects.get(mailbox=mailbox)
    assert (lane.hold, lane.not_before and lane.not_before > world.now) == ("trouble", True)
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == ("mailbox_quota" if how == "quota" else "mailbox_unreachable")
    assert standing(enrollments[0])[1] == "trying_again"
    world.tick(minutes=1)
    assert sorted(server.recipients()) == ["ada@there.example", "bea@there.example"]


def test_a_mailbox_that_cannot_log_in_waits_and_goes_on_by_itself(world: World, server: Server) -> None:
    from tests.mail.conftest import use_smtp

    server.sender_refused = "550 5.7.1 You may not send from this address"
    mailbox = use_smtp(world, server)
    enrollments = enroll(world, "ada", "bea", "cleo")
    for _ in range(12):
        world.tick(minutes=20)
    assert [standing(e)[0] for e in enrollments] == ["in_progress"] * 3
    mailbox.refresh_from_db()
    assert (mailbox.trouble_code, mailbox.trouble_count >= 12) == ("mailbox_refused", True)
    server.sender_refused = ""
    world.tick(minutes=20)
    assert sorted(server.recipients()) == [f"{name}@there.example" for name in ("ada", "bea", "cleo")]
    mailbox.refresh_from_db()
    assert (mailbox.trouble_code, mailbox.trouble_count) == ("", 0)


def test_no_server_at_all_is_the_mailboxs_trouble(world: World, mailbox: Mailbox) -> None:
    mailbox.settings = {"smtp": {"host": "127.0.0.1", "port": 9, "security": "none", "login": "none"}}
    mailbox.save()
    [enrollment] = enroll(world, "ada")
    world.tick()
    mailbox.refresh_from_db()
    assert standing(enrollment) == ("in_progress", "scheduled", "")
    assert (mailbox.trouble_code, mailbox.trouble_detail) == (
        "mailbox_unreachable", "127.0.0.1:9: Connection refused",
    )  # fmt: skip


def test_a_server_that_keeps_hanging_up_is_the_mailboxs_trouble(world: World, server: Server, mailbox: Mailbox) -> None:
    mailbox.connections = 1
    mailbox.save()
    enroll(world, *(f"vanish.{n}" for n in range(6)))
    world.tick()
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == "mailbox_unreachable"
    assert Delivery.objects.filter(state="not_tried").count() == 4


def test_one_message_that_keeps_meeting_with_trouble_does_not_hold_up_the_mailbox_for_ever(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    enrollments = enroll(world, "blocked", "first")
    Mailbox.objects.update(connections=1)
    for hour in range(8):
        world.tick(hours=1)
        enroll(world, f"p{hour}")
    assert standing(enrollments[0]) == ("failed", "step_error", "message_rejected")
    assert "spamhaus" in Enrollment.objects.get(id=enrollments[0].id).error_detail
    world.tick(hours=1)
    assert set(server.recipients()) == {f"{name}@there.example" for name in ("first", *(f"p{n}" for n in range(8)))}
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == ""


def test_a_mailbox_that_is_refused_everywhere_fails_nobody(world: World, server: Server, mailbox: Mailbox) -> None:
    enrollments = enroll(world, "blocked.a", "blocked.b")
    for _ in range(60):
        world.tick(minutes=11)
    assert [standing(e)[0] for e in enrollments] == ["in_progress"] * 2
    mailbox.refresh_from_db()
    assert mailbox.trouble_code == "mailbox_refused"
