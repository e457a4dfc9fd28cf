"""Delete a custom field that no running sequence needs."""

from django.db import transaction

from segue.domain.refusals import Conflict, NotFound
from segue.domain.roles import Permission
from segue.models import CustomField
from segue.models.actor import Actor
from segue.queries.custom_fields import sequences_using


@transaction.atomic
def delete_field(actor: Actor, field: CustomField) -> None:
    """Values stay on the records, unseen, and come back with a field of the same key. Raises Conflict."""
    actor.require(Permission.ADMINISTER)
    if field.workspace_id != actor.workspace.pk:
        raise NotFound("There is no such field in this workspace.")
    if users := sequences_using(field):
        names = ", ".join(f"“{sequence.name}”" for sequence in users)
        raise Conflict(f"{field.label} is used by published steps of {names}. Change those steps first.")
    field.delete()
