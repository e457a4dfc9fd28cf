"""Reads of enroll runs, and of the records they go through."""

from segue.domain.records import RecordType
from segue.domain.refusals import NotFound
from segue.models import EnrollRun, Record, Sequence
from segue.models.enroll_run import RunState
from segue.queries.record_search import with_words
from segue.queries.records import of_type

MOST_COUNTED = 10_000


def run_like(sequence: Sequence, q: str) -> EnrollRun | None:
    """The run of the same search that is not through yet."""
    unfinished = EnrollRun.objects.filter(sequence=sequence, q=q).exclude(state=RunState.DONE)
    return unfinished.order_by("-id").first()


def running() -> list[int]:
    """The ids of all runs that somebody has to carry on, the oldest first."""
    return list(EnrollRun.objects.filter(state=RunState.RUNNING).order_by("id").values_list("id", flat=True))


def run_of(sequence: Sequence, run_id: int) -> EnrollRun:
    """One run of a sequence, or NotFound."""
    run = EnrollRun.objects.filter(sequence=sequence, pk=run_id).select_related("sequence").first()
    if run is None:
        raise NotFound("There is no such run in this sequence.")
    return run


def running_in(sequence: Sequence) -> EnrollRun | None:
    """The run that is enrolling there now."""
    return EnrollRun.objects.filter(sequence=sequence, state=RunState.RUNNING).order_by("-id").first()


def last_record(sequence: Sequence) -> int:
    """The newest record there is."""
    return Record.objects.order_by("-id").values_list("id", flat=True).first() or 0


def next_records(run: EnrollRun, limit: int) -> list[int]:
    """The next records that a run goes through."""
    record_type = RecordType(run.sequence.type)
    records = of_type(run.sequence.workspace, record_type).filter(id__gt=run.after, id__lte=run.upto)
    found = with_words(records, run.sequence.workspace, [record_type], run.q)
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


def count_matching(sequence: Sequence, q: str) -> int:
    """How many records a search finds, counted up to MOST_COUNTED + 1."""
    record_type = RecordType(sequence.type)
    found = with_words(of_type(sequence.workspace, record_type), sequence.workspace, [record_type], q)
    return found.order_by()[: MOST_COUNTED + 1].count()
