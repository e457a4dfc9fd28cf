"""Bodies that were stored as plain text are HTML after the upgrade, in drafts and in what is published."""

from importlib import import_module

from django.apps import apps

from segue.actions.draft import add_step
from segue.domain.steps import StepKind
from segue.models import Step
from segue.queries.sequences import editable_version, has_changes, steps_of
from tests.world import NOW, StepPlan, World

MIGRATION = import_module("segue.migrations.0005_html_bodies")


def test_plain_bodies_become_html(world: World) -> None:
    sequence = world.sequence(steps=[StepPlan(StepKind.EMAIL), StepPlan(StepKind.CALL, {"body": "One\n\nTwo"})])
    add_step(world.actor, sequence, "email", {}, 0, "days", NOW)
    plain = {"subject": "Hi", "body": 'Hi {{ person.city | default: "you" }},\n\n1 < 2\n'}
    Step.objects.filter(kind="email").update(config=plain)
    MIGRATION.to_html(apps, None)
    for step in Step.objects.filter(kind="email"):
        assert step.config["body"] == '<p>Hi {{ person.city | default: "you" }},</p><p>1 &lt; 2</p>'
        assert step.config == step.parsed.model_dump(mode="json")
    assert {s.config["body"] for s in Step.objects.filter(kind="call")} == {"One\n\nTwo"}


def test_a_draft_that_had_no_changes_has_none_afterwards(world: World) -> None:
    sequence = world.sequence(steps=[StepPlan(StepKind.EMAIL), StepPlan(StepKind.CALL, {"title": "Call"})])
    added = add_step(world.actor, sequence, "tag", {"tag": "x"}, 0, "days", NOW)
    added.delete()
    Step.objects.filter(kind="email").update(config={"subject": "Hi", "body": "Ho"})
    MIGRATION.to_html(apps, None)
    assert not has_changes(sequence)
    assert [s.kind for s in steps_of(editable_version(sequence))] == ["email", "call"]
