"""Delete a template of e-mails. Steps that began with it keep their texts."""

from segue.domain.roles import Permission
from segue.models import EmailTemplate
from segue.models.actor import Actor


def delete_email_template(actor: Actor, template: EmailTemplate) -> None:
    """Gone for good."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    template.delete()
