"""What is decided for a due step of each kind, and where the enrollment stands after it."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from segue.domain.delay import Delay, DelayUnit
from segue.domain.errors import ErrorCode
from segue.domain.plan import Do, Fail, Move, Wait, decide, holds, move_on
from segue.domain.records import RecordType
from segue.domain.snapshot import Thread
from segue.domain.status import Reason
from segue.domain.steps import StepKind
from segue.domain.window import Window, WindowZone
from tests.unit.facts import ADA, MONDAY, snapshot, step

EMAIL = step(StepKind.EMAIL, {"subject": "Hi {{ person.first_name }}", "body": "From {{ sender.name }}"})
OFFICE = Window(frozenset(range(5)), time(9), time(17))


def failure(decision: object) -> ErrorCode:
    assert isinstance(decision, Fail)
    return decision.error.code


def test_an_email_is_addressed_and_filled_in() -> None:
    effect = {"to": "ada@example.com", "subject": "Hi Ada", "body": "From Acme", "html": "<p>From Acme</p>"}
    assert decide(snapshot(EMAIL), MONDAY) == Do("Hi Ada", "From Acme", effect)


@pytest.mark.parametrize(
    ("own", "first", "sent", "subject"),
    [
        ("", "Hi {{ person.first_name }}", None, "Re: Hi Ada"),
        ("", "Hi", "As it left", "Re: As it left"),
        ("", "Hi", "re: As it left", "re: As it left"),
        ("My own", "Hi", "As it left", "My own"),
    ],
)
def test_a_reply_takes_the_subject_it_answers(own: str, first: str, sent: str | None, subject: str) -> None:
    answered = step(StepKind.EMAIL, {"subject": first, "body": "x"})
    between = step(StepKind.EMAIL, {"body": "x", "in_thread": True}, position=2)
    reply = step(StepKind.EMAIL, {"subject": own, "body": "x", "in_thread": True}, position=3)
    facts = replace(snapshot(answered, between, reply, at=3), thread=Thread(sent, ("<a@b>",)) if sent else None)
    decision = decide(facts, MONDAY)
    assert isinstance(decision, Do)
    assert decision.effect["subject"] == subject


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_value_cannot_add_a_header_to_a_mail(ending: str) -> None:
    injecting = ADA | {"first_name": f"Ada{ending}Bcc: everyone@example.com"}
    decision = decide(snapshot(EMAIL, values=injecting), MONDAY)
    assert isinstance(decision, Do)
    assert decision.effect["subject"] == "Hi Ada Bcc: everyone@example.com"
    assert len(decision.effect["subject"].splitlines()) == 1


@pytest.mark.parametrize("address", ["ada@example.com\nBcc: x@example.com", "ada@example.com, x@example.com", "ada"])
def test_an_address_that_is_not_one_address_fails(address: str) -> None:
    assert failure(decide(snapshot(EMAIL, email=address), MONDAY)) is ErrorCode.BAD_ADDRESS


def test_mail_needs_an_address_and_a_mailbox() -> None:
    assert failure(decide(snapshot(EMAIL, email=""), MONDAY)) is ErrorCode.NO_ADDRESS
    assert failure(decide(snapshot(EMAIL, sender=None), MONDAY)) is ErrorCode.NO_MAILBOX


def test_a_missing_value_and_a_broken_text_fail_with_their_reasons() -> None:
    missing = step(StepKind.TODO, {"title": "Visit {{ person.city }}"})
    broken = step(StepKind.TODO, {"title": "Visit {{ person.city"})
    assert failure(decide(snapshot(missing), MONDAY)) is ErrorCode.MISSING_VALUE
    assert failure(decide(snapshot(broken), MONDAY)) is ErrorCode.TEMPLATE_ERROR


@pytest.mark.parametrize("kind", [StepKind.CALL, StepKind.TODO])
def test_a_manual_step_becomes_a_task(kind: StepKind) -> None:
    one = step(kind, {"title": "Ask {{ person.first_name }}", "body": "Twice"})
    assert decide(snapshot(one), MONDAY) == Do("Ask Ada", "Twice")


def test_a_message_task_says_where() -> None:
    one = step(StepKind.MESSAGE, {"title": "Connect", "body": "Hello", "channel": "sms"})
    assert decide(snapshot(one), MONDAY) == Do("Connect", "Hello", {"channel": "sms"})


@pytest.mark.parametrize(("wait", "kind", "held"), [(True, "call", True), (False, "call", False), (None, "tag", False)])
def test_only_a_manual_step_that_waits_holds_the_sequence(wait: bool | None, kind: str, held: bool) -> None:
    config = {"tag": "x"} if wait is None else {"title": "x", "wait": wait}
    assert holds(snapshot(step(StepKind(kind), config))) is held


@pytest.mark.parametrize(
    ("field", "value", "title"),
    [
        ("city", " London ", "Set City to “London”"),
        ("city", "New\nYork", "Set City to “New York”"),
        ("stage", "met {{ person.first_name }}", "Set Stage to “met Ada”"),
        ("phone", "", "Cleared Phone"),
    ],
)
def test_a_field_update(field: str, value: str, title: str) -> None:
    decision = decide(snapshot(step(StepKind.FIELD, {"field": field, "value": value})), MONDAY)
    assert isinstance(decision, Do)
    assert decision.title == title
    assert decision.effect["field"] == field


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("shoe_size", "42", ErrorCode.UNKNOWN_FIELD),
        ("name", "Augusta", ErrorCode.UNKNOWN_FIELD),  # of a person: it follows from the two names
        ("email", "not an address", ErrorCode.BAD_VALUE),
        ("time_zone", "Middle-earth/Shire", ErrorCode.BAD_VALUE),
        ("city", "x" * 101, ErrorCode.BAD_VALUE),
    ],
)
def test_a_field_that_cannot_be_set(field: str, value: str, code: ErrorCode) -> None:
    assert failure(decide(snapshot(step(StepKind.FIELD, {"field": field, "value": value})), MONDAY)) is code


def test_a_company_keeps_a_name() -> None:
    one = snapshot(step(StepKind.FIELD, {"field": "name"}), record_type=RecordType.COMPANY, values={"name": "Acme"})
    assert failure(decide(one, MONDAY)) is ErrorCode.BAD_VALUE


@pytest.mark.parametrize(("operation", "title"), [("add", "Added tag “Warm”"), ("remove", "Removed tag “Warm”")])
def test_a_tag(operation: str, title: str) -> None:
    one = step(StepKind.TAG, {"operation": operation, "tag": "Warm"})
    assert decide(snapshot(one), MONDAY) == Do(title, effect={"operation": operation, "tag": "Warm"})


def test_a_webhook() -> None:
    url = "https://hooks.example/x"
    assert decide(snapshot(step(StepKind.WEBHOOK, {"url": url})), MONDAY) == Do(f"Posted to {url}", effect={"url": url})


def test_mail_waits_for_its_window_and_other_steps_do_not() -> None:
    sunday = MONDAY - timedelta(days=1)
    todo = step(StepKind.TODO, {"title": "x"})
    assert decide(snapshot(EMAIL, window=OFFICE), sunday) == Wait(
        MONDAY - timedelta(hours=1), Reason.WAITING_FOR_WINDOW
    )
    assert isinstance(decide(snapshot(EMAIL, window=OFFICE), MONDAY), Do)
    assert isinstance(decide(snapshot(todo, window=OFFICE), sunday), Do)


def test_the_window_can_follow_the_clock_of_the_record() -> None:
    theirs = Window(OFFICE.days, OFFICE.start, OFFICE.end, WindowZone.RECORD)
    in_new_york = snapshot(EMAIL, window=theirs, record_zone="America/New_York")
    assert decide(in_new_york, MONDAY) == Wait(MONDAY.replace(hour=14), Reason.WAITING_FOR_WINDOW)


def test_deciding_twice_decides_the_same() -> None:
    assert decide(snapshot(EMAIL), MONDAY) == decide(snapshot(EMAIL), MONDAY)


def test_after_a_step_comes_the_next_after_its_delay() -> None:
    second = step(StepKind.TODO, {"title": "x"}, Delay(2, DelayUnit.DAYS), position=2)
    moved = move_on(snapshot(EMAIL, second), MONDAY)
    assert moved == Move(second.id, 2, MONDAY + timedelta(days=2), Reason.SCHEDULED)


def test_after_a_step_mail_may_wait_for_the_window() -> None:
    second = step(StepKind.EMAIL, {"subject": "x", "body": "y"}, Delay(5, DelayUnit.DAYS), position=2)
    moved = move_on(snapshot(EMAIL, second, window=OFFICE), MONDAY)
    assert moved == Move(second.id, 2, MONDAY + timedelta(days=7, hours=-1), Reason.WAITING_FOR_WINDOW)


def test_after_the_last_step_all_is_done() -> None:
    second = step(StepKind.TODO, {"title": "x"}, position=2)
    assert move_on(snapshot(EMAIL, second, at=2), MONDAY) == Move(None, 3, None, Reason.ALL_STEPS_DONE)
