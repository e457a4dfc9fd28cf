"""The tab Enrollments of a sequence: its table, filtered by status and search, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from segue.domain.records import RecordType
from segue.domain.replies import OnReply
from segue.domain.status import Status
from segue.models import Sequence
from segue.queries import enrollments
from segue.queries.held_mailboxes import held_mailboxes_of
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, sequences_page
from segue.web.enrollments.filter import Filter
from segue.web.enrollments.live import EVERY, unless_seen
from segue.web.enrollments.rows import Row, present
from segue.web.held import HeldNotice, held_notices
from segue.web.sequences.head import head_context

SEARCH_FIELD = "enrollment-q"
REPLY_WORDS = {
    OnReply.CONTINUE: "Replies do not stop future steps. To prevent them, Stop or Remove the record.",
    OnReply.STOP: "A reply stops the record in this sequence.",
    OnReply.PAUSE: "A reply pauses the record until someone resumes it.",
}


@dataclass(frozen=True)
class Chip:
    """A status chip; `status` is empty for All."""

    status: str
    label: str
    count: int
    query: str
    is_current: bool

    @property
    def number(self) -> str:
        return f"{self.count:,}"


@dataclass(frozen=True)
class Table:
    """What the part shows. Its repr is all there is to see in it. `matching` is None where many match, uncounted."""

    sequence: Sequence
    state: str
    shown: Filter
    rows: list[Row]
    chips: list[Chip]
    matching: int | None
    older: str
    held: list[HeldNotice]

    @property
    def total(self) -> int:
        """All enrollments of the sequence."""
        return self.chips[0].count

    @property
    def is_short(self) -> bool:
        """Whether there were fewer matches among the rows looked at than fit the page."""
        return bool(self.older) and len(self.rows) < enrollments.PAGE_SIZE

    @property
    def looked_at(self) -> str:
        return f"{enrollments.MOST_WALKED:,} enrollments"

    @property
    def many(self) -> str:
        """What can be enrolled here: people or companies."""
        return RecordType(self.sequence.type).plural

    @property
    def on_reply(self) -> str:
        return REPLY_WORDS[OnReply(self.sequence.on_reply)]

    @property
    def newest(self) -> str:
        return self.shown.from_start().query

    @property
    def every(self) -> int:
        return EVERY


@require_safe
@sequences_page
def sequence_page(request: MemberRequest, pk: int) -> HttpResponse:
    sequence = get_sequence(request.workspace, pk)
    table = read_table(sequence, Filter.read(request.GET), timezone.localtime())
    return render(request, "segue/enrollments/sequence.html", {**head_context(sequence, request), "table": table})


@require_safe
@sequences_page
def sequence_enrollments(request: MemberRequest, pk: int) -> HttpResponse:
    """The table by itself: for chips, search and pager, and to follow the engine."""
    sequence = get_sequence(request.workspace, pk)
    table = read_table(sequence, Filter.read(request.GET), timezone.localtime())
    if "X-Live" in request.headers:
        return unless_seen(request, table, lambda: draw(request, table))
    address = reverse("sequence", args=[pk]) + table.shown.query
    # Each letter of a search would be a page of its own to go back through.
    remember = replace_url if request.htmx.trigger == SEARCH_FIELD else push_url
    return remember(draw(request, table), address)


def draw(request: MemberRequest, table: Table, *, takes_focus: bool = False) -> HttpResponse:
    """The part as it is swapped in."""
    return render(request, "segue/enrollments/_table.html", {"table": table, "takes_focus": takes_focus})


def read_table(sequence: Sequence, shown: Filter, now: datetime) -> Table:
    page = enrollments.page(sequence, shown.status, shown.q, shown.before)
    counts = enrollments.counts(sequence)
    return Table(
        sequence=sequence,
        state=sequence.state,
        shown=shown,
        rows=present(page.rows, now),
        chips=_chips(counts, shown),
        matching=page.total if shown.q.strip() else _total(counts, shown),
        older=shown.older_than(page.next_before).query if page.next_before else "",
        held=held_notices(held_mailboxes_of(sequence), now),
    )


def _chips(counts: dict[Status, int], shown: Filter) -> list[Chip]:
    chips = [Chip("", "All", sum(counts.values()), shown.with_status(None).query, shown.status is None)]
    for status in Status:
        query = shown.with_status(status).query
        chips.append(Chip(status.value, status.label, counts[status], query, shown.status is status))
    return chips


def _total(counts: dict[Status, int], shown: Filter) -> int:
    return counts[shown.status] if shown.status else sum(counts.values())
