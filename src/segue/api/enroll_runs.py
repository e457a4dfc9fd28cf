"""/sequences/…/enroll-runs: enrolling everybody a search finds, as work that goes on by itself."""

from django.utils import timezone
from ninja import Router, Status

from segue.actions.enroll_run import begin_run, stop_run
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.enroll_runs import EnrollRun, EnrollRunInput
from segue.queries.enroll_runs import run_of
from segue.queries.sequences import get_sequence

router = Router(tags=["Enrollments"])


@router.post("/{int:sequence_id}/enroll-runs", response={201: EnrollRun})
def begin_enroll_run(request: ApiRequest, sequence_id: Id, body: EnrollRunInput) -> Status[EnrollRun]:
    """Enroll every record that a search finds now. A worker does it; a run of the same search that was stopped goes
    on."""
    sequence = get_sequence(request.auth.workspace, sequence_id)
    return Status(201, EnrollRun.of(begin_run(request.auth, sequence, body.q, timezone.now())))


@router.get("/{int:sequence_id}/enroll-runs/{int:run_id}", response=EnrollRun)
def get_enroll_run(request: ApiRequest, sequence_id: Id, run_id: Id) -> EnrollRun:
    """How far it came, and who was not enrolled, by reason."""
    return EnrollRun.of(run_of(get_sequence(request.auth.workspace, sequence_id), run_id))


@router.post("/{int:sequence_id}/enroll-runs/{int:run_id}/stop", response=EnrollRun)
def stop_enroll_run(request: ApiRequest, sequence_id: Id, run_id: Id) -> EnrollRun:
    """Enroll no more of them. Those that are enrolled stay."""
    run = run_of(get_sequence(request.auth.workspace, sequence_id), run_id)
    stop_run(request.auth, run, timezone.now())
    run.refresh_from_db()
    return EnrollRun.of(run)
