"""Reads of enrollments: the sequence's table, the Datasheet's card, what failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from segue.domain.errors import ErrorCode
from segue.domain.holds import Hold
from segue.domain.records import RecordType
from segue.domain.search import search_query, words_of
from segue.domain.status import Reason, Status, Verb, allows
from segue.domain.steps import StepKind
from segue.models import Enrollment, Record, Sequence, Step, Tally, Version, Workspace
from segue.queries.members import member_name
from segue.queries.record_search import found_first

PAGE_SIZE = 50
MOST_FOUND = 200  # records that a search may find for the table to ask where they are
MOST_WALKED = 2_000  # else the rows of the table that one page of it looks at
_ROW = (
    "id", "record_id", "record__name", "record__title", "record__industry", "record__company__name", "record__type",
    "sequence_id", "sequence__name", "status", "reason", "position", "step_count", "step_kind", "due_at", "error_code",
    "error_detail", "attempt", "enrolled_by_name", "enrolled_at", "round", "lane__not_before", "lane__hold",
)  # fmt: skip


@dataclass(frozen=True)
class EnrollmentRow:
    """A line of the table or of the card."""

    id: int
    record_id: int
    record_name: str
    record_subtitle: str
    record_type: RecordType
    sequence_id: int
    sequence_name: str
    status: Status
    reason: Reason
    position: int
    step_count: int
    step_kind: StepKind | None
    due_at: datetime | None
    error_code: ErrorCode | None
    error_detail: str
    attempt: int
    enrolled_by: str
    enrolled_at: datetime
    round: int

    @property
    def pk(self) -> int:
        return self.id

    @property
    def key(self) -> str:
        """The id as text: a template writes numbers ten times slower."""
        return str(self.id)

    @property
    def can_stop(self) -> bool:
        return allows(Verb.STOP, self.status)

    @property
    def can_retry(self) -> bool:
        return allows(Verb.RETRY, self.status)

    @property
    def can_resume(self) -> bool:
        return self.status is Status.IN_PROGRESS and self.reason in {Reason.PAUSED_BY_REPLY, Reason.PAUSED_UNTIL}

    @property
    def can_pause_until(self) -> bool:
        """What waits for a task does nothing before that is done, anyway."""
        return self.status is Status.IN_PROGRESS and self.reason is not Reason.WAITING_FOR_TASK

    @property
    def error_title(self) -> str:
        return self.error_code.entry.title if self.error_code else ""

    @property
    def error_advice(self) -> str:
        return self.error_code.entry.advice if self.error_code else ""

    @property
    def error_text(self) -> str:
        """The error in one sentence: what went wrong, at which step, in the server's own words."""
        if not self.error_code:
            return ""
        words = f" {self.error_detail}" if self.error_detail else ""
        return f"Step {self.position}: {self.error_title}.{words}"


@dataclass(frozen=True)
class EnrollmentPage:
    """A page of the table, newest first; `next_before` is where the next one begins (None: this is the last).

    `total` says how many a search finds in all, where that is known. Where it is not, a page may be short: there
    were no more among the rows it looked at.
    """

    rows: list[EnrollmentRow]
    next_before: int | None
    total: int | None = None


def of_workspace(workspace: Workspace) -> "QuerySet[Enrollment]":
    """Every enrollment that was not removed."""
    return Enrollment.objects.filter(workspace=workspace, removed_at__isnull=True)


def matching(sequence: Sequence, status: Status | None = None, q: str = "") -> "QuerySet[Enrollment]":
    """The sequence's enrollments behind a status chip and a search: all of them, so not for a page."""
    found = _behind(sequence, status)
    if not q.strip():
        return found
    words, question = words_of(q), search_query(sequence.workspace_id, [RecordType(sequence.type)], words_of(q))
    return found.filter(record__search__words=question) if words else found.none()


def page(
    sequence: Sequence, status: Status | None = None, q: str = "", before: int | None = None, size: int = PAGE_SIZE
) -> EnrollmentPage:
    """A page of the table: keyset by id, so any page costs the same. A search for what many records hold looks at a
    bounded number of rows a page."""
    found = _behind(sequence, status)
    if not q.strip():
        return _page(found, before, size)
    ids = found_first(sequence.workspace, [RecordType(sequence.type)], q, MOST_FOUND + 1)
    if len(ids) > MOST_FOUND:
        return _walk(found, words_of(q), before, size)
    return _of_records(found, ids, before, size)


def _behind(sequence: Sequence, status: Status | None) -> "QuerySet[Enrollment]":
    found = Enrollment.objects.filter(sequence=sequence, removed_at__isnull=True)
    return found if status is None else found.filter(status=status)


def _page(found: "QuerySet[Enrollment]", before: int | None, size: int) -> EnrollmentPage:
    rows = read_rows(_newest(found, before)[: size + 1])
    return EnrollmentPage(rows[:size], rows[size - 1].id if len(rows) > size else None)


def _of_records(found: "QuerySet[Enrollment]", record_ids: list[int], before: int | None, size: int) -> EnrollmentPage:
    # Sorted here: asked for the newest 50, the database would rather read the whole table from its end.
    ids = sorted(found.filter(record_id__in=record_ids).order_by().values_list("id", flat=True), reverse=True)
    left = [pk for pk in ids if before is None or pk < before]
    rows = read_rows(found.filter(id__in=left[:size]).order_by("-id"))
    return EnrollmentPage(rows, left[size - 1] if len(left) > size else None, len(ids))


def _walk(found: "QuerySet[Enrollment]", words: list[str], before: int | None, size: int) -> EnrollmentPage:
    newest = _newest(found, before)
    end = newest.values_list("id", flat=True)[MOST_WALKED - 1 : MOST_WALKED].first()
    near = newest if end is None else newest.filter(id__gte=end)
    near = near.filter(*(Q(record__search__contains=f" {word}") for word in words))
    rows = read_rows(near[: size + 1])
    on = rows[size - 1].id if len(rows) > size else end
    total = near.count() if before is None and end is None else None
    return EnrollmentPage(rows[:size], on, total)


def _newest(found: "QuerySet[Enrollment]", before: int | None) -> "QuerySet[Enrollment]":
    return (found if before is None else found.filter(id__lt=before)).order_by("-id")


def counts(sequence: Sequence) -> dict[Status, int]:
    """How many enrollments have each status, from the tallies: never by counting them."""
    sums = dict(Tally.objects.filter(sequence=sequence).values_list("status").annotate(total=Sum("delta")))
    return {status: sums.get(status.value) or 0 for status in Status}


def of_record(record: Record) -> list[EnrollmentRow]:
    """The card Sequences of a Datasheet, newest first."""
    return read_rows(Enrollment.objects.filter(record=record, removed_at__isnull=True).order_by("-id"))


def failed(workspace: Workspace, limit: int = 20) -> list[EnrollmentRow]:
    """What failed lately and waits for a person."""
    return read_rows(of_workspace(workspace).filter(status=Status.FAILED).order_by("-id")[:limit])


def read_rows(found: "QuerySet[Enrollment]") -> list[EnrollmentRow]:
    """Rows for showing, in one query."""
    # Looked up, not joined: planning nine tables takes Postgres several times as long as reading a page of rows.
    looked_up = found.annotate(
        step_count=Subquery(Version.objects.filter(pk=OuterRef("version")).values("step_count")),
        step_kind=Subquery(Step.objects.filter(pk=OuterRef("step")).order_by().values("kind")),
        enrolled_by_name=member_name("enrolled_by"),
    )
    return list(_rows(looked_up.values_list(*_ROW)))


def one(workspace: Workspace, enrollment_id: int) -> EnrollmentRow | None:
    """One enrollment for showing, or None if it is not in this workspace or was removed."""
    return next(iter(read_rows(of_workspace(workspace).filter(Q(id=enrollment_id)))), None)


def _rows(values: Iterable[tuple[Any, ...]]) -> Iterable[EnrollmentRow]:
    for raw in values:
        v = dict(zip(_ROW, raw, strict=True))
        yield EnrollmentRow(
            record_name=v["record__name"],
            record_subtitle=" · ".join(
                part for part in (v["record__title"] or v["record__industry"], v["record__company__name"]) if part
            ),
            record_type=RecordType(v["record__type"]),
            sequence_name=v["sequence__name"],
            status=Status(v["status"]),
            reason=_reason(v),
            step_count=v["step_count"],
            step_kind=StepKind(v["step_kind"]) if v["step_kind"] else None,
            error_code=ErrorCode(v["error_code"]) if v["error_code"] else None,
            enrolled_by=v["enrolled_by_name"] or "",
            due_at=_due(v),
            **{name: v[name] for name in _PLAIN},
        )


def _is_held(row: dict[str, Any]) -> bool:
    """Its turn has come, or comes while the mailbox still waits."""
    due, held = row["due_at"], row["lane__not_before"]
    return bool(due and held and due < held and row["lane__hold"] not in (Hold.NONE, Hold.PACE))


def _due(row: dict[str, Any]) -> datetime | None:
    """When the engine looks next; None where no time makes it go on, or only the line can tell (queries/line.py)."""
    at: datetime | None = row["due_at"]
    return None if _is_held(row) else at


def _reason(row: dict[str, Any]) -> Reason:
    return Reason.WAITING_FOR_MAILBOX if _is_held(row) else Reason(row["reason"])


_PLAIN = (
    "id", "record_id", "sequence_id", "position", "error_detail", "attempt", "enrolled_at", "round",
)  # fmt: skip
