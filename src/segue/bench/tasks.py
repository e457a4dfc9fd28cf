"""A workspace whose people go through three tasks, due at once; one of them has merge fields."""

from collections import Counter
from datetime import datetime
from typing import Any

from segue.actions.enroll import enroll
from segue.bench.people import make_steps
from segue.domain.steps import StepKind
from segue.models import Activity, Enrollment, Event, Record, Sequence, Tally, Workspace
from segue.models.actor import Actor
from segue.models.rows import insert_rows

TASKS: tuple[tuple[StepKind, dict[str, Any]], ...] = (
    (StepKind.TODO, {"title": "Look them up", "body": "See what they did last.", "wait": False}),
    (StepKind.CALL, {"title": "Call {{ person.first_name }} in {{ person.city }}", "body": "", "wait": False}),
    (StepKind.TODO, {"title": "Write down what came of it", "body": "In two lines.", "wait": False}),
)
# The same titles, as SQL over a record r.
RAW_TITLES = ("'Look them up'", "'Call ' || r.first_name || ' in ' || r.city", "'Write down what came of it'")


def make_task_sequence(workspace: Workspace, name: str, now: datetime) -> Sequence:
    """A published sequence of these tasks."""
    return make_steps(workspace, TASKS, now, name)


def add_people(workspace: Workspace, many: int, now: datetime) -> None:
    """So many people, with what the merge fields ask for."""
    columns = ("workspace", "type", "name", "first_name", "last_name", "email", "city", "created_at", "updated_at",
               "phone", "title", "domain", "industry", "time_zone", "fields", "search")  # fmt: skip
    rest: tuple[Any, ...] = ("", "Engineer", "", "", "", {}, "")
    rows = [
        (workspace.id, "person", f"P{n} Doe", f"P{n}", "Doe", f"p{n}@there.example", "Utrecht", now, now, *rest)
        for n in range(many)
    ]
    insert_rows(Record, columns, rows)


def enroll_all(actor: Actor, sequence: Sequence, now: datetime) -> None:
    """Enroll everybody of the actor's workspace."""
    people = Record.objects.filter(workspace=actor.workspace, type="person").order_by("id")
    enroll(actor, sequence, people.values_list("id", flat=True), now)


def rows_left(sequence: Sequence) -> dict[str, Counter[tuple[Any, ...]]]:
    """What a run through this sequence left in each table, without ids and moments: equal runs leave equal rows."""
    activities = Activity.objects.filter(enrollment__sequence=sequence)
    events = Event.objects.filter(enrollment__sequence=sequence)
    columns = ("record", "status", "reason", "step", "position", "attempt", "due_at", "lane", "lease_token")
    return {
        "activities": Counter(
            activities.values_list("record", "step__position", "kind", "state", "title", "body", "holds", "assignee")
        ),
        "events": Counter(
            events.values_list("enrollment__record", "kind", "status", "step__position", "attempt", "source", "detail")
        ),
        "enrollments": Counter(Enrollment.objects.filter(sequence=sequence).values_list(*columns)),
        "tallies": _counts(sequence),
    }


def _counts(sequence: Sequence) -> Counter[tuple[Any, ...]]:
    counts: Counter[tuple[Any, ...]] = Counter()
    for status, delta in Tally.objects.filter(sequence=sequence).values_list("status", "delta"):
        counts[status,] += delta
    return +counts
