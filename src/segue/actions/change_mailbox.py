"""Change who mail comes from."""

from django.db import transaction

from segue.domain.problems import Problems
from segue.domain.refusals import NotFound
from segue.domain.roles import Permission
from segue.models import Mailbox
from segue.models.actor import Actor

LONGEST_NAME = 100


@transaction.atomic
def change_mailbox(actor: Actor, mailbox: Mailbox, name: str, address: str) -> None:
    """Set the sender's name and address; messages that left keep theirs. Raises Invalid."""
    actor.require(Permission.ADMINISTER)
    problems = Problems()
    name = problems.text("name", name, label="The name", longest=LONGEST_NAME)
    address = problems.email("address", address)
    problems.raise_any()
    if not Mailbox.objects.filter(pk=mailbox.pk, workspace=actor.workspace).update(name=name, address=address):
        raise NotFound("There is no such mailbox in this workspace.")
