"""Three steps that each make a task, and people who are enrolled in them."""

from datetime import datetime

from segue.bench.people import enroll_people
from segue.domain.steps import StepKind, parse_config
from segue.models import Sequence, Step, Version
from segue.models.actor import Actor

STEPS = 3


def make_sequence(actor: Actor, name: str, many: int, now: datetime) -> Sequence:
    """A sequence of its own for a peer, with so many people enrolled and due at once."""
    workspace = actor.workspace
    sequence = Sequence.objects.create(workspace=workspace, type="person", name=name, created_at=now)
    version = Version.objects.create(
        workspace=workspace, sequence=sequence, number=1, step_count=STEPS, sends_email=False, published_at=now
    )
    titles = ["Look at the profile", "Call {{ person.first_name }}", "Decide"]
    for position, title in enumerate(titles, 1):
        config = parse_config(StepKind.TODO, {"title": title, "wait": False})
        Step.objects.create(
            workspace=workspace, version=version, key=f"step{position}", position=position, kind=StepKind.TODO,
            delay_amount=0, delay_unit="minutes", config=config.model_dump(mode="json"),
        )  # fmt: skip
    sequence.current_version = version
    sequence.save()
    for _ in enroll_people(actor, sequence, [f"{sequence.id}x{n}@there.example" for n in range(many)], now):
        pass
    return sequence
