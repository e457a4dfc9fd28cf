"""Who may be enrolled: one reason a record, the weightiest first."""

from datetime import date

import pytest

from segue.domain.eligibility import FIT, Candidate, Refusal, check
from segue.domain.status import Status
from segue.domain.suppressions import Suppressed, SuppressionReason


def test_fit() -> None:
    assert check(Candidate(type_matches=True, has_email=True, enrolled_as=None), sends_email=True) is FIT


def test_an_address_is_asked_for_only_where_mail_is_sent() -> None:
    without = Candidate(type_matches=True, has_email=False, enrolled_as=None)
    assert check(without, sends_email=False) is FIT
    assert check(without, sends_email=True).refusal is Refusal.NO_ADDRESS


def test_who_opted_out_is_refused_only_where_mail_is_sent() -> None:
    suppressed = Suppressed("ada@example.com", SuppressionReason.OPT_OUT, date(2026, 11, 3))
    candidate = Candidate(type_matches=True, has_email=True, enrolled_as=None, suppressed=suppressed)
    assert check(candidate, sends_email=False) is FIT
    verdict = check(candidate, sends_email=True)
    assert verdict.refusal is Refusal.SUPPRESSED
    assert verdict.message == "Opted out on 3 Nov 2026. This sequence sends email."


@pytest.mark.parametrize("status", Status)
def test_a_record_in_the_sequence_is_refused_with_its_status(status: Status) -> None:
    verdict = check(Candidate(type_matches=True, has_email=True, enrolled_as=status), sends_email=True)
    assert verdict.refusal is Refusal.ALREADY_ENROLLED
    assert f": {status.label}." in verdict.message


def test_the_other_type_is_refused_whatever_else() -> None:
    verdict = check(Candidate(type_matches=False, has_email=False, enrolled_as=Status.FAILED), sends_email=True)
    assert verdict.refusal is Refusal.WRONG_TYPE
