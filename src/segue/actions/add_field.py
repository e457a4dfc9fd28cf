"""Add a field of one's own to people or companies."""

import re
import unicodedata

from django.db import transaction

from segue.domain.problems import Problems
from segue.domain.records import CUSTOM_KEY, RecordType
from segue.domain.roles import Permission
from segue.models import CustomField
from segue.models.actor import Actor
from segue.models.locks import take_turn
from segue.queries.fields import field_set

LONGEST_LABEL = 100


@transaction.atomic
def add_field(actor: Actor, record_type: RecordType, label: str, key: str) -> CustomField:
    """A text field; merge fields call it by its key, made from the label where none is given. Raises Invalid."""
    actor.require(Permission.ADMINISTER)
    take_turn(actor.workspace.pk)
    problems = Problems()
    label = problems.text("label", label, label="The label", longest=LONGEST_LABEL)
    key = key.strip() or key_from(label)
    known = field_set(actor.workspace).of(record_type)
    if not CUSTOM_KEY.fullmatch(key):
        problems.add("key", "The key takes small letters, digits and _ only, starts with a letter, and has at most 40.")
    elif key in known:
        problems.add("key", f"A {record_type.value} has a field “{key}” already ({known[key].label}).")
    problems.raise_any()
    return CustomField.objects.create(workspace=actor.workspace, record_type=record_type, key=key, label=label)


def key_from(label: str) -> str:
    """ "Größe (cm)" becomes grosse_cm: what is left of the label in small letters, digits and _."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("_0123456789")[:40].rstrip("_")
