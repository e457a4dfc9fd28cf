"""Enroll: records start going through a sequence. Each record is answered for by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from segue.domain.eligibility import NOT_FOUND, Refusal, check
from segue.domain.refusals import Conflict, NotFound
from segue.domain.roles import Permission
from segue.domain.schedule import schedule
from segue.domain.snapshot import SequenceFacts
from segue.domain.status import Reason
from segue.models import Record, Sequence
from segue.models.actor import Actor
from segue.models.lane import LaneMap, lanes_of
from segue.models.state.changes import By
from segue.models.state.enrolling import Start, start
from segue.queries.candidates import Applicant, load_applicants
from segue.queries.senders import senders_for
from segue.queries.snapshots import load_sequences, zones_of

CHUNK = 1_000


@dataclass(frozen=True)
class EnrollResult:
    """What became of one record: enrolled (an id), or refused (a reason and its words)."""

    record_id: int
    name: str
    enrollment_id: int | None = None
    refusal: Refusal | None = None
    message: str = ""


def enroll(actor: Actor, sequence: Sequence, record_ids: Iterable[int], now: datetime) -> list[EnrollResult]:
    """Enroll records of the actor's workspace. Returns one result a record, in the order given.

    Raises Conflict if the sequence takes no records (draft, archived).
    """
    actor.require_sequences(Permission.ENROLL)
    if sequence.workspace_id != actor.workspace.id:
        raise NotFound("There is no such sequence in this workspace.")
    if sequence.state != "active":
        words = "is archived" if sequence.archived_at else "has not been published yet"
        raise Conflict(f"{sequence.name} {words}, so no record can be enrolled in it.")
    wanted = list(dict.fromkeys(record_ids))
    results: list[EnrollResult] = []
    for ids in _chunks(wanted):
        results += _enroll_chunk(actor, sequence, ids, now)
    return results


@transaction.atomic
def _enroll_chunk(actor: Actor, sequence: Sequence, ids: list[int], now: datetime) -> list[EnrollResult]:
    applicants = load_applicants(sequence, ids)
    version = sequence.current_version
    assert version is not None
    verdicts = {i: check(a.candidate, sends_email=version.sends_email) for i, a in applicants.items()}
    fit = [applicants[i] for i in ids if i in verdicts and verdicts[i].refusal is None]
    started = start(sequence, _starts(actor, sequence, fit, now), By(actor.source, actor.member.id, now))
    return [_result(i, applicants.get(i), started) for i in ids]


def _result(record_id: int, applicant: Applicant | None, started: dict[int, int]) -> EnrollResult:
    if applicant is None:
        return EnrollResult(record_id, "", refusal=NOT_FOUND.refusal, message=NOT_FOUND.message)
    if record_id in started:
        return EnrollResult(record_id, applicant.record.name, enrollment_id=started[record_id])
    verdict = check(applicant.candidate, sends_email=applicant.sends_email)
    if verdict.refusal is None:
        return EnrollResult(
            record_id, applicant.record.name, None, Refusal.ALREADY_ENROLLED, "Somebody else enrolled it just now."
        )
    return EnrollResult(record_id, applicant.record.name, None, verdict.refusal, verdict.message)


def _starts(actor: Actor, sequence: Sequence, fit: list[Applicant], now: datetime) -> list[Start]:
    key = (sequence.id, sequence.current_version_id or 0)
    facts = load_sequences([key])[key]
    lanes = lanes_of(sequence.workspace_id)
    senders = senders_for(sequence, actor.member, [a.record for a in fit])
    return [_start(actor, facts, a.record, a.rounds + 1, lanes, senders[a.record.id], now) for a in fit]


def _start(
    actor: Actor, facts: SequenceFacts, record: Record, number: int, lanes: LaneMap, mailbox: int | None, now: datetime
) -> Start:
    first = facts.steps[0]
    window = facts.window if first.kind.obeys_window else None
    slot = schedule(now, first.delay, window, zones_of(actor.workspace, record))
    reason = Reason.WAITING_FOR_WINDOW if slot.waits_for_window else Reason.SCHEDULED
    lane = lanes.lane_for(first.kind, record.id, mailbox)
    return Start(record.id, number, first.id, slot.due_at, reason, lane, mailbox)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[begin : begin + CHUNK] for begin in range(0, len(ids), CHUNK))
