"""The bodies of e-mail steps were plain text: they become the HTML they would be if somebody typed them now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from segue.domain.html import tidy

CHUNK = 200


def to_html(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """In chunks, so that a workspace with many versions fits the memory."""
    steps = apps.get_model("segue", "Step").objects
    ids = list(steps.filter(kind="email").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        found = list(steps.filter(pk__in=ids[start : start + CHUNK]))
        for step in found:
            now = {"body": tidy(step.config.get("body", "")), "in_thread": False, "attachments": []}
            step.config = step.config | now
        steps.bulk_update(found, ["config"])


class Migration(migrations.Migration):
    dependencies = [("segue", "0004_goes_on_at")]

    operations = [migrations.RunPython(to_html, migrations.RunPython.noop)]
