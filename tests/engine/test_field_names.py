"""A custom field may be named like a column that is no field of its type; the column stays what it was."""

import pytest

from segue.domain.records import RecordType
from segue.domain.steps import StepKind
from segue.models import CustomField, Record
from tests.world import StepPlan, World


@pytest.mark.parametrize("key", ["industry", "domain", "search", "fields", "updated_at"])
def test_a_step_sets_the_custom_field(world: World, key: str) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type=RecordType.PERSON, key=key, label="Own")
    steps = [
        StepPlan(StepKind.FIELD, {"field": key, "value": "set by a step"}),
        StepPlan(StepKind.TODO, {"title": f"It is {{{{ person.{key} }}}}", "wait": False}),
    ]
    person = world.person("Ada Lovelace", industry="kept")
    world.enroll(world.sequence(steps=steps), person)
    world.tick()
    found = Record.objects.get(id=person.id)
    assert (found.fields, found.industry) == ({key: "set by a step"}, "kept")
    assert "ada" in found.search
    assert [a.title for a in found.activities.order_by("id")][1] == "It is set by a step"
