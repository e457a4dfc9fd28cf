"""What search looks in becomes words (domain/search.py). In chunks that commit by themselves: safe to run again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from segue.domain.search import scope_of, search_text

CHUNK = 5_000
PARTS = ("name", "email", "title", "domain", "company_name")


def to_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every record its words."""
    record = apps.get_model("segue", "Record")
    rows = record.objects.annotate(company_name=F("company__name")).order_by("id")
    sql = "UPDATE segue_record SET search = %s WHERE id = %s"
    last = 0
    while found := list(rows.filter(id__gt=last).values_list("id", "workspace_id", "type", *PARTS)[:CHUNK]):
        last = found[-1][0]
        texts = [(search_text(scope_of(row[1], row[2]), filter(None, row[3:])), row[0]) for row in found]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(sql, texts)


class Migration(migrations.Migration):
    dependencies = [("segue", "0009_mailbox_worked_at")]
    atomic = False

    operations = [migrations.RunPython(to_words, migrations.RunPython.noop)]
