"""Characters that turn the direction of text do not get into names, titles and tags."""

from segue.actions.change_sequence import change_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.record_input import read_input
from segue.domain.records import RecordType
from tests.world import NOW, World

TURNED = "ev\u202eil\u2066 \x1b\x85name"


def test_records_and_their_tags(world: World) -> None:
    found = read_input(world.actor, RecordType.PERSON, {"first_name": TURNED, "title": TURNED, "tags": [TURNED]})
    assert (found.columns, found.tags) == ({"first_name": "evil name", "title": "evil name"}, ["evil name"])


def test_sequences(world: World) -> None:
    sequence = create_sequence(world.actor, "person", TURNED, "", NOW)
    assert sequence.name == "evil name"
    assert change_sequence(world.actor, sequence, {"name": f"More {TURNED}"}, NOW).name == "More evil name"
