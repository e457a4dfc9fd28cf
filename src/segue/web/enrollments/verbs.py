"""The words of the four things one can do to an enrollment, wherever the button is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from segue.actions.changed import Changed
from segue.actions.remove import remove
from segue.actions.resume import resume
from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.domain.status import Status
from segue.models import Enrollment
from segue.models.actor import Actor


@dataclass(frozen=True)
class Button:
    """`done` for one, `past` for many, `nothing` for none.

    `skipped` says of those left alone why; `late` why this one could not.
    """

    run: "Callable[[Actor, QuerySet[Enrollment], datetime], Changed]"
    done: str
    past: str
    nothing: str
    skipped: str
    late: str


BUTTONS = {
    "stop": Button(
        run=stop,
        done="{record} is stopped in {sequence}. No further step runs.",
        past="Stopped",
        nothing="There was nothing left to stop.",
        skipped="already Stopped or Completed",
        late="{record} is {status} in {sequence}: there is nothing left to stop.",
    ),
    "remove": Button(
        run=remove,
        done="{record} is removed from {sequence}. Activities stay with the record.",
        past="Removed",
        nothing="There was nothing left to remove.",
        skipped="removed by somebody else meanwhile",
        late="{record} was removed from {sequence} meanwhile.",
    ),
    "retry": Button(
        run=retry,
        done="Retry: step {position} runs again for {record}.",
        past="Retrying",
        nothing="There was nothing left to retry.",
        skipped="not Failed (Error)",
        late="{record} is {status} in {sequence} now. Only a failed step can be retried.",
    ),
    "resume": Button(
        run=resume,
        done="{record} goes on in {sequence}.",
        past="Resumed",
        nothing="There was nothing left to resume.",
        skipped="not paused",
        late="{record} is not paused in {sequence}: there is nothing to resume.",
    ),
}


def words_for(template: str, enrollment: Enrollment) -> str:
    """A sentence about this enrollment."""
    return template.format(
        record=enrollment.record.name,
        sequence=enrollment.sequence.name,
        position=enrollment.position,
        status=Status(enrollment.status).label,
    )


def why_late(button: Button, enrollment: Enrollment) -> str:
    """Why nothing happened, by how the enrollment stands now."""
    removed = enrollment.removed_at is not None
    return words_for(BUTTONS["remove"].late if removed else button.late, enrollment)


def outcome(button: Button, changed: int, skipped: int) -> str:
    """What became of many: "Stopped 12. Skipped 3: already Stopped or Completed."."""
    parts = [f"{button.past} {changed:,}." if changed else button.nothing]
    if skipped:
        parts.append(f"Skipped {skipped:,}: {button.skipped}.")
    return " ".join(parts)
