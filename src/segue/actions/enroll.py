"""Enroll: records start going through a sequence. Each record is answered for by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from segue.domain.eligibility import NOT_FOUND, Refusal, check
from segue.domain.refusals import Conflict, NotFound
from segue.domain.roles import Permission
from segue.models import Sequence
from segue.models.actor import Actor
from segue.models.state.changes import By
from segue.models.state.enrolling import start
from segue.queries.beginnings import load_beginning
from segue.queries.candidates import Applicant, load_applicants, names_of

CHUNK = 2_000


@dataclass(frozen=True)
class EnrollResult:
    """What became of one record: enrolled (an id), or refused (a reason and its words)."""

    record_id: int
    name: str
    enrollment_id: int | None = None
    refusal: Refusal | None = None
    message: str = ""


@dataclass(frozen=True)
class Enrolled:
    """What became of a set: the enrollment id by record id, and whoever was refused."""

    started: dict[int, int]
    refused: list[EnrollResult]


def enroll(actor: Actor, sequence: Sequence, record_ids: Iterable[int], now: datetime) -> list[EnrollResult]:
    """Enroll records of the actor's workspace. Returns one result a record, in the order given.

    Raises Conflict if the sequence takes no records (draft, archived).
    """
    require_open(actor, sequence)
    wanted = list(dict.fromkeys(record_ids))
    results: list[EnrollResult] = []
    for ids in _chunks(wanted):
        results += _results(ids, enroll_set(actor, sequence, ids, now))
    return results


def require_open(actor: Actor, sequence: Sequence) -> None:
    """Raises NotAllowed, NotFound or Conflict where this actor cannot enroll anybody there."""
    actor.require_sequences(Permission.ENROLL)
    if sequence.workspace_id != actor.workspace.id:
        raise NotFound("There is no such sequence in this workspace.")
    if sequence.state != "active":
        words = "is archived" if sequence.archived_at else "has not been published yet"
        raise Conflict(f"{sequence.name} {words}, so no record can be enrolled in it.")


@transaction.atomic
def enroll_set(actor: Actor, sequence: Sequence, ids: list[int], now: datetime) -> Enrolled:
    """Enroll a few thousand records, each once in `ids`, after `require_open`: as many statements as for one."""
    beginning = load_beginning(sequence, actor.member, ids, now)
    started = start(sequence, ids, beginning, By(actor.source, actor.member.id, now))
    left = [i for i in ids if i not in started]
    applicants = load_applicants(sequence, left) if left else {}
    return Enrolled(started, [_refused(i, applicants.get(i)) for i in left])


def _refused(record_id: int, applicant: Applicant | None) -> EnrollResult:
    if applicant is None:
        return EnrollResult(record_id, "", refusal=NOT_FOUND.refusal, message=NOT_FOUND.message)
    verdict = check(applicant.candidate, sends_email=applicant.sends_email)
    if verdict.refusal is None:
        return EnrollResult(
            record_id, applicant.record.name, None, Refusal.ALREADY_ENROLLED, "Somebody else enrolled it just now."
        )
    return EnrollResult(record_id, applicant.record.name, None, verdict.refusal, verdict.message)


def _results(ids: list[int], enrolled: Enrolled) -> list[EnrollResult]:
    names = names_of(enrolled.started)
    refused = {result.record_id: result for result in enrolled.refused}
    return [refused.get(i) or EnrollResult(i, names[i], enrollment_id=enrolled.started[i]) for i in ids]


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[begin : begin + CHUNK] for begin in range(0, len(ids), CHUNK))
