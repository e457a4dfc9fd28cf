"""Enrolls all records that a search finds: as a run that anybody may carry on, and that is stopped and taken up."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from segue.actions.enroll import CHUNK, enroll_set, require_open
from segue.domain.events import Source
from segue.domain.naming import one_line
from segue.domain.refusals import Refused
from segue.models import EnrollRun, Sequence
from segue.models.actor import Actor
from segue.models.enroll_run import RunState
from segue.models.locks import take_turn
from segue.models.signals import announce_work
from segue.queries.enroll_runs import last_record, next_records, run_like


@transaction.atomic
def begin_run(actor: Actor, sequence: Sequence, q: str, now: datetime) -> EnrollRun:
    """Begin to enroll every record of the sequence's type that the search finds now, or take up the run that does.

    Raises Conflict where the sequence takes no records. Nothing is enrolled yet: `carry_on` does it.
    """
    require_open(actor, sequence)
    take_turn(actor.workspace.pk)  # so that two who press at once share a run
    announce_work()
    q = one_line(q)
    run = run_like(sequence, q)
    if run is None:
        return EnrollRun.objects.create(
            workspace=actor.workspace, sequence=sequence, member=actor.member, source=actor.source, q=q, begun_at=now,
            upto=last_record(sequence),
        )  # fmt: skip
    EnrollRun.objects.filter(pk=run.pk, state=RunState.STOPPED).update(state=RunState.RUNNING, ended_at=None)
    run.refresh_from_db()
    return run


def stop_run(actor: Actor, run: EnrollRun, now: datetime) -> None:
    """Enroll no more of them. Those that are enrolled stay so."""
    require_open(actor, run.sequence)
    EnrollRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(state=RunState.STOPPED, ended_at=now)


@transaction.atomic
def carry_on(run_id: int, now: datetime) -> bool:
    """Enroll the next few thousand; whether there may be more. What it did and how far it came are one commit, so that
    a run that is cut off at any moment goes on where it was, and two that carry it on take turns."""
    runs = EnrollRun.objects.select_for_update(of=("self",)).filter(pk=run_id, state=RunState.RUNNING)
    run = runs.select_related("sequence__workspace", "sequence__current_version", "member__workspace").first()
    if run is None:
        return False
    ids = next_records(run, CHUNK)
    actor = Actor(run.member, Source(run.source))
    try:
        require_open(actor, run.sequence)
    except Refused:  # archived meanwhile, or the member may no longer
        return _end(run, RunState.STOPPED, now)
    if not ids:
        return _end(run, RunState.DONE, now)
    outcome = enroll_set(actor, run.sequence, ids, now)
    reasons = Counter(run.refused) + Counter(str(result.refusal) for result in outcome.refused)
    run.enrolled, run.refused, run.after = run.enrolled + len(outcome.started), dict(reasons), ids[-1]
    run.save(update_fields=["enrolled", "refused", "after"])
    return True


def _end(run: EnrollRun, state: RunState, now: datetime) -> bool:
    run.state, run.ended_at = state, now
    run.save(update_fields=["state", "ended_at"])
    return False
