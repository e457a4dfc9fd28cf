"""Enrolling works in one statement; what it decides is what the domain decides for each record by itself."""

from datetime import time
from itertools import product
from typing import Any

import pytest

from segue.actions.enroll import enroll
from segue.actions.remove import remove
from segue.actions.stop import stop
from segue.domain.delay import Delay, DelayUnit
from segue.domain.eligibility import Refusal, check
from segue.domain.records import RecordType
from segue.domain.schedule import schedule
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason
from segue.models import Enrollment, Event, Record, Sequence, Suppression
from segue.models.lane import lanes_of
from segue.queries.candidates import load_applicants
from segue.queries.enrollments import counts
from segue.queries.snapshots import load_sequences, zones_of
from tests.engine.stages import EMAIL, TODO, WEBHOOK, assert_well, just
from tests.world import StepPlan, World

LATER = StepPlan(StepKind.EMAIL, EMAIL.config, Delay(3, DelayUnit.HOURS))
ZONES = ("", "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "No/Where")
EMAILS = (
    "", "ada@good.test", "ADA@Good.Test", "gone@bounced.test", "GONE@bounced.test ", "any@domain.test",
    "any@DOMAIN.test.", "post@bücher.test", "a@b@domain.test", "josé@good.test", "domain.test", "x@sub.domain.test",
)  # fmt: skip
SUPPRESSED = ("gone@bounced.test", "domain.test", "xn--bcher-kva.test", "josé@good.test")


def suppress(world: World) -> None:
    for value in SUPPRESSED:
        Suppression.objects.create(
            workspace=world.workspace, value=value, reason=SuppressionReason.MANUAL, created_at=world.now
        )


def crowd(world: World, sequence: Sequence) -> list[Record]:
    """Records that differ in everything that matters, some of them enrolled before."""
    records = [world.person(f"P {n}", email=e, time_zone=z) for n, (e, z) in enumerate(product(EMAILS, ZONES))]
    records += [world.company("Acme"), world.person("Far", workspace=world.other_workspace)]
    fit = [record for record in records if record.email == "ada@good.test"]
    there = world.enroll(sequence, *fit[:4])
    stop(world.actor, just(there[1]), world.now)
    remove(world.actor, just(there[2]), world.now)
    remove(world.actor, just(there[3]), world.now)
    world.enroll(sequence, fit[3])
    remove(world.actor, Enrollment.objects.filter(record=fit[3]), world.now)
    return records


@pytest.mark.parametrize("step", [EMAIL, LATER, TODO, WEBHOOK], ids=["email", "later", "todo", "webhook"])
@pytest.mark.parametrize("clock", ["record", "workspace"])
def test_the_statement_decides_as_the_domain(world: World, step: StepPlan, clock: str) -> None:
    suppress(world)
    hours: dict[str, Any] = {"window_days": [0, 1, 2, 3, 4], "window_start": time(9), "window_end": time(17)}
    sequence = world.sequence(steps=[step, TODO], window_zone=clock, **hours)
    records = crowd(world, sequence)
    ids = [record.id for record in records]
    applicants = load_applicants(sequence, ids)
    sends = bool(sequence.current_version and sequence.current_version.sends_email)
    verdicts = {i: check(a.candidate, sends_email=sends) for i, a in applicants.items()}
    rounds = {r.id: Enrollment.objects.filter(sequence=sequence, record=r).count() for r in records}
    results = {r.record_id: r for r in enroll(world.actor, sequence, ids, world.now)}
    assert {i: results[i].refusal for i in applicants} == {i: v.refusal for i, v in verdicts.items()}
    assert {i: results[i].message for i in applicants} == {i: v.message for i, v in verdicts.items()}
    assert {Refusal.WRONG_TYPE, Refusal.ALREADY_ENROLLED, None} <= {r.refusal for r in results.values()}
    facts = load_sequences([(sequence.id, sequence.current_version_id or 0)])
    first, window = facts[sequence.id, sequence.current_version_id or 0].steps[0], sequence.window
    lanes = lanes_of(world.workspace.id)
    for record in records:
        if results[record.id].enrollment_id is None:
            continue
        made = Enrollment.objects.get(id=results[record.id].enrollment_id or 0)
        slot = schedule(
            world.now, first.delay, window if first.kind.obeys_window else None, zones_of(world.workspace, record)
        )
        reason = Reason.WAITING_FOR_WINDOW if slot.waits_for_window else Reason.SCHEDULED
        assert (made.due_at, made.reason) == (slot.due_at, reason)
        assert made.lane_id == lanes.lane_for(first.kind, record.id, made.mailbox_id)
        assert made.round == rounds[record.id] + 1
    assert_well(world)


def test_the_books_and_the_history_are_right(world: World) -> None:
    sequence = world.sequence(steps=[TODO])
    people = [world.person() for _ in range(5)]
    results = enroll(world.actor, sequence, [person.id for person in reversed(people)], world.now)
    made = [result.enrollment_id for result in results]
    assert made == sorted(made, key=lambda pk: pk or 0)
    assert counts(sequence)[Status.IN_PROGRESS] == 5
    events = Event.objects.filter(enrollment__sequence=sequence).order_by("id")
    assert [e.enrollment_id for e in events] == made
    assert {(e.kind, e.status, e.source, e.actor_id, e.at) for e in events} == {
        ("enrolled", "in_progress", "page", world.alice.id, world.now)
    }


def test_records_of_the_other_type_and_strangers_are_named(world: World) -> None:
    sequence = world.sequence(RecordType.COMPANY)
    person, company = world.person("Ada"), world.company("Acme")
    refused, enrolled, unknown = enroll(world.actor, sequence, [person.id, company.id, 10**12], world.now)
    assert (refused.name, refused.refusal) == ("Ada", Refusal.WRONG_TYPE)
    assert (enrolled.name, enrolled.refusal) == ("Acme", None)
    assert (unknown.name, unknown.refusal) == ("", Refusal.NOT_FOUND)
