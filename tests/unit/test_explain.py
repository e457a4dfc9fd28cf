"""Always a reason: the next time of an enrollment, and the chain behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from segue.domain.delay import Delay, DelayUnit
from segue.domain.explain import Standing, Why, explain
from segue.domain.records import RecordType
from segue.domain.schedule import Zones
from segue.domain.snapshot import SequenceFacts
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.domain.tiers import TIER_EXPLANATION
from tests.unit.facts import AMSTERDAM, MONDAY, step
from tests.unit.test_plan import OFFICE

ZONES = Zones(AMSTERDAM)
FIRST = step(StepKind.EMAIL, {"subject": "x", "body": "y"}, Delay(1, DelayUnit.DAYS))
SECOND = step(StepKind.TODO, {"title": "x"}, Delay(1, DelayUnit.BUSINESS_DAYS), position=2)
STANDING = Standing(
    status=Status.IN_PROGRESS,
    reason=Reason.SCHEDULED,
    step=FIRST,
    sequence=SequenceFacts(1, "Welcome", RecordType.PERSON, None, (FIRST, SECOND)),
    since=MONDAY,
    due_at=MONDAY + timedelta(days=1),
    attempt=0,
    in_hand=False,
    has_sequences=True,
)


def test_a_delay_is_told_from_where_it_counts() -> None:
    why = explain(STANDING, ZONES, MONDAY)
    assert why == Why(
        MONDAY + timedelta(days=1),
        ["It was enrolled at Mon 23 Nov 2026, 10:00.", "Step 1 follows 1 day later: Tue 24 Nov 2026, 10:00."],
    )


def test_a_later_step_counts_from_the_one_before() -> None:
    chain = explain(replace(STANDING, step=SECOND), ZONES, MONDAY).chain
    assert chain[0] == "Step 1 was done at Mon 23 Nov 2026, 10:00."
    assert chain[1] == "Step 2 follows 1 business day later: Tue 24 Nov 2026, 10:00."


def test_a_window_that_holds_mail_back_is_told_with_its_opening() -> None:
    friday = MONDAY + timedelta(days=4)
    sequence = replace(STANDING.sequence, window=OFFICE)
    opens = MONDAY + timedelta(days=7, hours=-1)
    why = explain(replace(STANDING, sequence=sequence, since=friday, due_at=opens), ZONES, friday)
    assert why.next_at == opens
    assert why.chain[2] == ("Mail leaves only Mon–Fri, 09:00 to 17:00 (Europe/Amsterdam): from Mon 30 Nov 2026, 09:00.")


def test_a_window_that_is_open_is_told_and_other_steps_have_none() -> None:
    sequence = replace(STANDING.sequence, window=OFFICE)
    assert "is open then" in explain(replace(STANDING, sequence=sequence), ZONES, MONDAY).chain[2]
    assert len(explain(replace(STANDING, sequence=sequence, step=SECOND), ZONES, MONDAY).chain) == 2


def test_a_temporary_error_is_told_with_the_next_attempt() -> None:
    trying = replace(STANDING, reason=Reason.TRYING_AGAIN, attempt=2, due_at=MONDAY + timedelta(days=2))
    assert explain(trying, ZONES, MONDAY).chain[-1] == (
        "Attempt 2 met a temporary error; the next one is at Wed 25 Nov 2026, 10:00. "
        "After 5 attempts it is left to a person."
    )


@pytest.mark.parametrize(
    ("in_hand", "last"),
    [(True, "A worker has it in hand right now."), (False, "It is due and next in line for a worker.")],
)
def test_what_is_due_is_in_line_or_in_hand(in_hand: bool, last: str) -> None:
    later = MONDAY + timedelta(days=3)
    assert explain(replace(STANDING, in_hand=in_hand), ZONES, later).chain[-1] == last


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Reason.WAITING_FOR_TASK, "The task of this step is open."), (Reason.PAUSED_BY_REPLY, "The record replied")],
)
def test_what_waits_for_a_person_has_no_time(reason: Reason, words: str) -> None:
    why = explain(replace(STANDING, reason=reason, due_at=None), ZONES, MONDAY)
    assert why.next_at is None
    assert words in why.chain[0]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.STOPPED, Reason.STOPPED_BY_REPLY),
        (Status.COMPLETED, Reason.ALL_STEPS_DONE),
    ],
)
def test_what_has_ended_says_so(status: Status, reason: Reason) -> None:
    [words] = explain(replace(STANDING, status=status, reason=reason, due_at=None), ZONES, MONDAY).chain
    assert words == f"{status.label}: {reason.label.lower()}. Nothing more runs."


def test_what_failed_says_what_it_waits_for() -> None:
    failed = replace(STANDING, status=Status.FAILED, reason=Reason.STEP_ERROR, due_at=None)
    [words] = explain(failed, ZONES, MONDAY).chain
    assert words == "Failed (Error): a step failed. Nothing runs until someone presses Retry."


def test_on_basic_it_holds() -> None:
    assert explain(replace(STANDING, has_sequences=False), ZONES, MONDAY) == Why(None, [TIER_EXPLANATION])
