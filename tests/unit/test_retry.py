"""What follows an attempt that did not work: another one later, or a person."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import Permanent, Temporary, Unknown
from segue.domain.retry import FIRST_WAIT, MOST_ATTEMPTS, decide_retry

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BUSY = Temporary(StepError(ErrorCode.WEBHOOK_BUSY, "503"))
SPREADS = st.integers(0, 10**9)


@settings(max_examples=20)
@given(st.integers(1, MOST_ATTEMPTS - 1), SPREADS)
def test_a_temporary_error_is_tried_again_later_each_time(attempt: int, spread: int) -> None:
    decision = decide_retry(BUSY, attempt, spread, NOW)
    wait = FIRST_WAIT * 2 ** (attempt - 1)
    assert decision.at is not None
    assert wait <= decision.at - NOW <= wait * 1.25
    assert decision.error == BUSY.error


def test_records_that_failed_together_do_not_come_back_together() -> None:
    assert len({decide_retry(BUSY, 1, spread, NOW).at for spread in range(100)}) > 50


@settings(max_examples=20)
@given(st.integers(MOST_ATTEMPTS, 1_000), SPREADS)
def test_in_the_end_a_person_decides(attempt: int, spread: int) -> None:
    assert decide_retry(BUSY, attempt, spread, NOW).at is None


@pytest.mark.parametrize("outcome", [Permanent(StepError(ErrorCode.WEBHOOK_REJECTED)), Unknown("lost touch")])
def test_what_would_not_help_or_could_happen_twice_is_not_tried_again(outcome: Permanent | Unknown) -> None:
    decision = decide_retry(outcome, 1, 0, NOW)
    assert decision.at is None
    assert decision.error == outcome.error


def test_an_unknown_outcome_has_its_own_error() -> None:
    assert Unknown("cut off").error == StepError(ErrorCode.OUTCOME_UNKNOWN, "cut off")


def test_waiting_ends_within_minutes() -> None:
    waits = [decide_retry(BUSY, n, 99, NOW).at for n in range(1, MOST_ATTEMPTS)]
    assert sum(((at - NOW for at in waits if at)), timedelta()) < timedelta(minutes=10)
