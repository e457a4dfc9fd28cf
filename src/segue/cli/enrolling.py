"""`segue enroll`: enrolls all records that a search finds; interrupted and run again, it goes on."""

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from segue.actions.enroll_run import begin_run, carry_on
from segue.cli.boot import Complaint
from segue.cli.migrating import require_migrated
from segue.domain.eligibility import Refusal
from segue.domain.events import Source
from segue.domain.refusals import Refused
from segue.models import EnrollRun, Member, Sequence
from segue.models.actor import Actor
from segue.queries.enroll_runs import MOST_COUNTED, count_matching

INTERRUPTED = 130


def enroll_matching(named: str, q: str, email: str) -> None:
    """Enroll everybody the search finds in this sequence, as the member with this address. Raises Complaint."""
    require_migrated()
    sequence = _sequence(named)
    try:
        run = begin_run(Actor(_member(sequence, email), Source.CLI), sequence, q, timezone.now())
    except Refused as refusal:
        raise Complaint(str(refusal)) from refusal
    try:
        _carry_on(run, count_matching(sequence, q))
    except KeyboardInterrupt:
        run.refresh_from_db()
        click.echo(f"Interrupted after {run.seen:,}. The same command goes on, as does a worker.", err=True)
        raise SystemExit(INTERRUPTED) from None
    _report(run, sequence)


def _carry_on(run: EnrollRun, matching: int) -> None:
    total = matching if matching <= MOST_COUNTED else None
    columns = (TextColumn("Enrolling"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total, completed=run.seen)
        while carry_on(run.pk, timezone.now()):
            run.refresh_from_db()
            progress.update(task, completed=run.seen)


def _report(run: EnrollRun, sequence: Sequence) -> None:
    run.refresh_from_db()
    if not run.seen:
        click.echo("Nobody matches." if run.q else f"There is nobody to enroll in {sequence.name}.")
        return
    click.echo(f"{run.enrolled:,} enrolled in {sequence.name}, {run.seen - run.enrolled:,} not.")
    for reason, count in sorted(run.refused.items()):
        click.echo(f"{count:10,}  {Refusal(reason).label}")


def _sequence(named: str) -> Sequence:
    found = Sequence.objects.select_related("workspace", "current_version")
    found = found.filter(pk=int(named)) if named.isdecimal() else found.filter(name=named)
    if found.count() != 1:
        count = f"are {found.count()} sequences" if found else "is no sequence"
        raise Complaint(f"There {count} called “{named}”. Its number stands in the address of its page.")
    return found.get()


def _member(sequence: Sequence, email: str) -> Member:
    members = Member.objects.filter(workspace=sequence.workspace, left_at__isnull=True).select_related("workspace")
    member = members.filter(user__email__iexact=email).first()
    if member is None:
        raise Complaint(f"No member of {sequence.workspace.name} has the address {email}.")
    return member
