"""Send a test: an e-mail step, filled in for a record, to the member who asks. No delivery, no activity."""

from datetime import datetime

from segue.actions.send_test_mail import SampleMail, send_test_mail
from segue.domain.outcome import NotTried, Outcome, Sent
from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.domain.steps import EmailConfig
from segue.models.actor import Actor
from segue.queries.attachments import attachments_of
from segue.queries.mail_preview import MailPreview
from segue.queries.mailboxes import get_mailbox


def send_test(actor: Actor, preview: MailPreview, config: EmailConfig, now: datetime) -> str:
    """Sends it, and returns the address it went to. Raises Conflict, in words, if it did not leave."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    if preview.problem:
        raise Conflict(preview.problem)
    if preview.missing:
        raise Conflict(f"{preview.record} has no value for {', '.join(preview.missing)}. Fill it in or add a fallback.")
    if preview.sender is None:
        raise Conflict("There is no mailbox to send from. Add one under Settings, Mailboxes.")
    user = actor.member.user
    files = [file.pk for file in attachments_of(actor.workspace, config.attachments)]
    mail = SampleMail(user.email, f"[Test] {preview.subject}", preview.text, preview.html, user.name, files)
    outcome = send_test_mail(actor, get_mailbox(actor.workspace, preview.sender.mailbox_id), mail, now)
    if not isinstance(outcome, Sent):
        raise Conflict(f"The test was not sent. {_reason(outcome)}")
    return user.email


def _reason(outcome: Outcome) -> str:
    if isinstance(outcome, NotTried | Sent):
        return "The mailbox took no mail. Try again in a moment."
    error = outcome.error
    return f"{error.code.entry.title}. {error.detail or error.code.entry.advice}"
