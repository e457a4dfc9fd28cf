"""Publishing reads texts before its transaction: on SQLite, every writer of every workspace waits for that."""

import pytest
from django.db import connection
from liquid import BoundTemplate

from segue.actions.compose_sequence import SequenceDraft, StepDraft, compose_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step
from segue.actions.publish import publish
from segue.domain import template
from tests.world import NOW, World


@pytest.mark.django_db(transaction=True)
def test_texts_are_read_before_the_transaction_that_others_wait_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, bool]] = []
    from_string = template._ENVIRONMENT.from_string

    def watched(text: str) -> BoundTemplate:
        read.append((text, connection.in_atomic_block))
        return from_string(text)

    monkeypatch.setattr(template._ENVIRONMENT, "from_string", watched)
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    add_step(world.actor, sequence, "todo", {"title": "Read ahead {{ person.first_name }}"}, 1, "days", NOW)
    publish(world.actor, sequence, NOW)
    step = StepDraft("todo", {"title": "Read ahead too {{ person.first_name }}"}, 1, "days")
    compose_sequence(world.actor, SequenceDraft("person", "Whole", steps=[step], publish=True), NOW)
    assert read == [
        ("Read ahead {{ person.first_name }}", False),
        ("Read ahead too {{ person.first_name }}", False),
    ]
