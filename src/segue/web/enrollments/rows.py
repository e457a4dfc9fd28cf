"""An enrollment as the table and the card show it, all in words: two rows that are equal look the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from segue.domain.records import RecordType
from segue.domain.status import Reason, Status
from segue.queries.enrollments import EnrollmentRow
from segue.templatetags.addresses import address
from segue.templatetags.relative_time import MINUTE, relative


@dataclass(frozen=True)
class Face:
    """What an avatar is drawn from."""

    pk: int
    name: str
    css: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Row:
    """`headline` is what comes next and when, `note` why; `url` is the enrollment's own, `verbs` what its menu offers.

    `key` is the id as text: a template writes numbers ten times slower.
    """

    enrollment: EnrollmentRow
    key: str
    record_name: str
    sequence_name: str
    face: Face
    verbs: tuple[str, ...]
    url: str
    record_url: str
    sequence_url: str
    headline: str
    note: str
    enrolled: str
    enrolled_by: str

    @property
    def is_bad(self) -> bool:
        """Whether the note is about an error."""
        return self.enrollment.status is Status.FAILED


def present(rows: Iterable[EnrollmentRow], now: datetime) -> list[Row]:
    """The rows in words, as they read at `now` (in the zone of the reader)."""
    return [_present(row, now) for row in rows]


def face_of(record_type: str, record_id: int, name: str) -> Face:
    """Companies are square, people round."""
    return Face(record_id, name, "avatar--square" if record_type == RecordType.COMPANY else "")


def _present(row: EnrollmentRow, now: datetime) -> Row:
    return Row(
        enrollment=row,
        key=str(row.id),
        record_name=row.record_name,
        sequence_name=row.sequence_name,
        verbs=_verbs(row),
        face=face_of(row.record_type, row.record_id, row.record_name),
        url=address("enrollment", row.id),
        record_url=address(row.record_type.value, row.record_id),  # URL names are the record types
        sequence_url=address("sequence", row.sequence_id),
        headline=headline(row, now),
        note=row.error_title if row.status is Status.FAILED else _note(row),
        enrolled=relative(row.enrolled_at, now),
        enrolled_by=_who(row),
    )


def _verbs(row: EnrollmentRow) -> tuple[str, ...]:
    offered = {"retry": row.can_retry, "resume": row.can_resume, "stop": row.can_stop}
    return tuple(verb for verb, is_offered in offered.items() if is_offered)


def _who(row: EnrollmentRow) -> str:
    who = f"by {row.enrolled_by}" if row.enrolled_by else ""
    return " · ".join(filter(None, (who, f"round {row.round}" if row.round > 1 else "")))


def headline(row: EnrollmentRow, now: datetime) -> str:
    """What comes next: "Call in 2 hours". Empty where nothing does."""
    step = row.step_kind.label if row.step_kind else "Step"
    if row.status is Status.FAILED:
        return f"{step} failed"
    if row.status is not Status.IN_PROGRESS:
        return ""
    if row.reason is Reason.WAITING_FOR_TASK:
        return f"{step} to be done"
    if row.reason is Reason.PAUSED_BY_REPLY:
        return f"{step} once resumed"
    if row.reason is Reason.WAITING_FOR_MAILBOX:
        return f"{step} when its turn comes"
    return f"{step} {due_words(row.due_at, now)}".strip()


def due_words(due_at: datetime | None, now: datetime) -> str:
    """When the engine looks next, no finer than a reader needs: it must not differ every second."""
    if due_at is None:
        return ""
    seconds = (due_at - now).total_seconds()
    if seconds <= 0:
        return "now"
    if seconds < MINUTE:
        return "in under a minute"
    words = relative(due_at, now)
    return words if words.startswith("in ") else f"on {words}"


def _note(row: EnrollmentRow) -> str:
    return "" if row.reason in {Reason.SCHEDULED, Reason.ALL_STEPS_DONE} else row.reason.label
