"""What comes next, in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from segue.domain.errors import ErrorCode
from segue.domain.records import RecordType
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.queries.enrollments import EnrollmentRow
from segue.web.enrollments.rows import present

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROW = EnrollmentRow(
    id=7,
    record_id=3,
    record_name="Ada Okafor",
    record_subtitle="",
    record_type=RecordType.PERSON,
    sequence_id=1,
    sequence_name="Outbound",
    status=Status.IN_PROGRESS,
    reason=Reason.SCHEDULED,
    position=2,
    step_count=5,
    step_kind=StepKind.CALL,
    due_at=NOW + timedelta(hours=2, minutes=5),
    error_code=None,
    error_detail="",
    attempt=0,
    enrolled_by="Alice Admin",
    enrolled_at=NOW - timedelta(days=3),
    round=1,
)


@pytest.mark.parametrize(
    ("changes", "headline", "note"),
    [
        ({}, "Call in 2 hours", ""),
        ({"due_at": NOW + timedelta(seconds=20)}, "Call in under a minute", ""),
        ({"due_at": NOW - timedelta(minutes=9)}, "Call now", ""),
        ({"due_at": NOW + timedelta(days=20)}, "Call on 13 Dec", ""),
        ({"reason": Reason.WAITING_FOR_WINDOW}, "Call in 2 hours", "Waiting for the send window"),
        ({"reason": Reason.WAITING_FOR_TASK, "due_at": None}, "Call to be done", "Waiting for a task"),
        ({"reason": Reason.PAUSED_BY_REPLY, "due_at": None}, "Call once resumed", "Paused by a reply"),
        (
            {"reason": Reason.TRYING_AGAIN, "step_kind": StepKind.WEBHOOK},
            "Webhook in 2 hours",
            "Trying again after a temporary error",
        ),
        (
            {"status": Status.FAILED, "reason": Reason.STEP_ERROR, "error_code": ErrorCode.NO_ADDRESS},
            "Call failed",
            "The record has no email address",
        ),
        ({"status": Status.STOPPED, "reason": Reason.STOPPED_BY_REPLY}, "", "Stopped by a reply"),
        ({"status": Status.COMPLETED, "reason": Reason.ALL_STEPS_DONE, "step_kind": None}, "", ""),
    ],
)
def test_what_comes_next(changes: dict[str, object], headline: str, note: str) -> None:
    [row] = present([replace(ROW, **changes)], NOW)  # type: ignore[arg-type]  # one dict for fields of many types
    assert (row.headline, row.note) == (headline, note)


def test_who_enrolled_it_when_and_how_often() -> None:
    first, again, by_itself = present([ROW, replace(ROW, round=2), replace(ROW, enrolled_by="")], NOW)
    assert (first.enrolled, first.enrolled_by) == ("3 days ago", "by Alice Admin")
    assert again.enrolled_by == "by Alice Admin · round 2"
    assert by_itself.enrolled_by == ""


def test_rows_that_look_the_same_are_equal() -> None:
    assert present([ROW], NOW) == present([ROW], NOW + timedelta(seconds=20))
    assert present([ROW], NOW) != present([ROW], NOW + timedelta(minutes=40))
