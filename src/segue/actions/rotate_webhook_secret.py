"""Give the workspace a new webhook signing secret; what is signed from now on carries the new one."""

from django.db import transaction

from segue.domain.roles import Permission
from segue.models import Workspace
from segue.models.actor import Actor
from segue.models.workspace import new_webhook_secret


@transaction.atomic
def rotate_webhook_secret(actor: Actor) -> str:
    """The new secret."""
    actor.require(Permission.ADMINISTER)
    secret = new_webhook_secret()
    Workspace.objects.filter(pk=actor.workspace.pk).update(webhook_secret=secret)
    return secret
