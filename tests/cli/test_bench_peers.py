"""A peer's job writes the rows that the engine writes: else the comparison would say nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from segue.bench.peers.enrolled import STEPS, make_sequence
from segue.bench.peers.step import run_step
from segue.bench.people import make_sender
from segue.domain.status import Status
from segue.engine.tick import tick
from segue.models import Activity, Enrollment, Event, Sequence
from segue.queries.lanes import due_lanes

MANY = 5
# What differs between any two enrollments and any two moments.
OWN = {
    "id", "sequence_id", "version_id", "record_id", "enrollment_id", "step_id", "since", "due_at", "at", "enrolled_at",
    "created_at", "done_at", "lane_id",
}  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True)


def rows(model: Any, **scope: Any) -> list[dict[str, Any]]:
    """The rows in order, each as what it says, with whether its times and step are set."""
    found = model.objects.filter(**scope).order_by("id").values()
    plain = [{key: value is None if key in OWN else value for key, value in row.items()} for row in found]
    return sorted(plain, key=repr)


def everything(sequence: Sequence) -> list[list[dict[str, Any]]]:
    return [
        rows(Enrollment, sequence=sequence),
        [{**row, "title": row["title"].partition(" ")[0]} for row in rows(Activity, enrollment__sequence=sequence)],
        rows(Event, enrollment__sequence=sequence),
    ]


def test_a_job_makes_the_rows_of_the_engine() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    actor = make_sender(now, name="Outbox")
    engine, peer = (make_sequence(actor, name, MANY, now) for name in ("Engine", "Peer"))
    followed = 0
    for enrollment in peer.enrollments.all():
        while run_step(enrollment.id):
            followed += 1
    assert followed == MANY * (STEPS - 1)
    while engine.enrollments.filter(status=Status.IN_PROGRESS).exists():
        for lane in due_lanes(now):
            tick(lane, now)
    assert everything(peer) == everything(engine)
    assert Activity.objects.filter(enrollment__sequence=peer).count() == MANY * STEPS


def test_a_job_finds_its_first_names_and_its_next() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    (enrollment,) = make_sequence(make_sender(now, name="Outbox"), "Peer", 1, now).enrollments.all()
    called: list[int] = []
    assert run_step(enrollment.id, then=lambda: called.append(1))
    assert run_step(enrollment.id, then=lambda: called.append(2))
    assert not run_step(enrollment.id, then=lambda: called.append(3))
    assert called == [1, 2]
    titles = Activity.objects.order_by("id").values_list("title", flat=True)
    assert list(titles) == ["Look at the profile", f"Call {enrollment.record.first_name}", "Decide"]
