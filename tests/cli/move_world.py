"""A Segue with a row of every kind for tests/cli/test_move.py. Imported once Django has started."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone

from segue.actions.add_mailbox import add_mailbox
from segue.cli.move_tables import moved_models
from segue.domain.steps import StepKind
from segue.models import Record
from tests.world import StepPlan, actor_of, make_world

SERVER = {"host": "mail.example.com", "port": 587, "security": "starttls", "username": "ada", "password": "s3cret"}
LONG_AGO = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
PLAIN: "dict[type[models.Field[Any, Any]], Any]" = {
    models.BinaryField: b"\x00\\x41\n\t\xff",
    models.BooleanField: True,
    models.DateTimeField: LONG_AGO,
    models.DateField: date(2024, 2, 29),
    models.TimeField: time(9, 30),
    models.JSONField: {"a": [1, None, "é \\ \U0001f600"]},
    models.IntegerField: 7,
}


def fill() -> None:
    """People of whom one was written to, one is due, one is found by “zoë”; and a row of all that is missing yet."""
    world = make_world()
    world.now = timezone.now()
    # Of the other workspace, so that nobody's mail leaves through it.
    add_mailbox(
        actor_of(world.charlie), "smtp", {"name": "Ada", "address": "ada@example.com", "smtp": SERVER}, world.now
    )
    mail = StepPlan(StepKind.EMAIL, {"subject": "Hi", "body": "<p>Tab\there, \\N and\nlines</p>"})
    written_to, due, _ = world.person("Ann Ä"), world.person("Bo"), world.person("Zoë Quill")
    # The company is the newer one, so this key points ahead; and U+0000 is what Postgres refuses.
    Record.objects.filter(pk=written_to.pk).update(
        company=world.company("Acme"), title="Head\0 of all", fields={"note": "a\0b", "path": "\\u0000"}
    )
    world.enroll(world.sequence(steps=[mail], name="Written"), written_to)
    world.tick()
    world.enroll(world.sequence(steps=[mail], name="Due"), due)
    for model in moved_models():
        if not model._base_manager.exists():
            _any_row(model)


def _any_row(model: type[models.Model]) -> models.Model:
    return model._base_manager.create(**{f.name: _any(f) for f in model._meta.concrete_fields if not f.primary_key})


def _any(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        return related._base_manager.first() or _any_row(related)
    if field.choices:
        return next(iter(field.choices))[0]
    return next((value for kind, value in PLAIN.items() if isinstance(field, kind)), "x")
