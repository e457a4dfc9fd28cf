"""Three steps that each make a task, and people who are enrolled in them."""

from datetime import datetime

from segue.bench.people import enroll_people, make_steps
from segue.domain.steps import StepKind
from segue.models import Sequence
from segue.models.actor import Actor

TITLES = ("Look at the profile", "Call {{ person.first_name }}", "Decide")
STEPS = len(TITLES)


def make_sequence(actor: Actor, name: str, many: int, now: datetime) -> Sequence:
    """A sequence of its own, with so many people enrolled and due at once."""
    steps = [(StepKind.TODO, {"title": title, "wait": False}) for title in TITLES]
    sequence = make_steps(actor.workspace, steps, now, name)
    for _ in enroll_people(actor, sequence, [f"{sequence.id}x{n}@there.example" for n in range(many)], now):
        pass
    return sequence
