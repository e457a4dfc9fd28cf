"""What `tests.inbound.seed` does, once Django has started."""

from typing import Any

from django.utils import timezone

from segue.domain.mailboxes import MailboxSettings
from segue.domain.replies import OnReply
from segue.models import Delivery, Mailbox
from segue.models.inboxes import read_soon
from segue.runners.reading import read_inbox
from tests.engine.stages import EMAIL
from tests.inbound.correspondence import LATER
from tests.world import make_world


def write_to(people: int, imap: dict[str, Any]) -> list[tuple[str, str]]:
    """Everybody has got the first email; the mailbox was read once, when it was set up."""
    world = make_world()
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    mailbox.settings = MailboxSettings.model_validate({"imap": imap}).model_dump(mode="json")
    mailbox.save()
    read_soon(mailbox, timezone.now())
    read_inbox(mailbox.inbox.pk)
    world.now = timezone.now()
    sequence = world.sequence(steps=[EMAIL, LATER], on_reply=OnReply.STOP)
    world.enroll(sequence, *(world.person() for _ in range(people)))
    world.tick()
    return list(Delivery.objects.order_by("id").values_list("payload__to", "message_id"))
