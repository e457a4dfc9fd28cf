"""The card Sequences of a Datasheet: where the record is enrolled, and how it stands there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from segue.models import Record
from segue.queries import enrollments
from segue.web.access import MemberRequest, member_view
from segue.web.enrollments.live import EVERY, unless_seen
from segue.web.enrollments.record_enroll import find_record
from segue.web.enrollments.rows import Row, present


@dataclass(frozen=True)
class Card:
    """What the card shows. On a tier without sequences it explains, and nothing can be done in it."""

    record: Record
    rows: list[Row]
    has_sequences: bool

    @property
    def every(self) -> int:
        return EVERY


def card_context(record: Record, request: HttpRequest) -> dict[str, Any]:
    """What `segue/enrollments/_card.html` needs, for the page of a record."""
    return {"sequences_card": read_card(record, timezone.localtime())}


def read_card(record: Record, now: datetime) -> Card:
    return Card(record, present(enrollments.of_record(record), now), record.workspace.has_sequences)


@require_safe
@member_view
def record_sequences(request: MemberRequest, pk: int) -> HttpResponse:
    """The card by itself, to follow the engine. For every tier: on Basic it is where the record's holds show."""
    card = read_card(find_record(request.workspace, pk), timezone.localtime())
    return unless_seen(request, card, lambda: render(request, "segue/enrollments/_card.html", {"sequences_card": card}))
