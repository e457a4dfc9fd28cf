"""The Outbox: mail is kept in the database and can be read in the product. Nothing leaves the machine."""

from collections.abc import Sequence

from django.db import transaction

from segue.channels.contract import Effect, Start
from segue.domain.deliveries import DeliveryState
from segue.domain.outbox import FOUND, KEPT
from segue.domain.outcome import NotTried, Outcome, Sent
from segue.models import Delivery, OutboxMessage
from segue.models.rows import insert_rows

_COLUMNS = ("workspace", "mailbox", "delivery", "message_id", "to", "subject", "body", "html", "created_at")


class OutboxChannel:
    """Keeps messages. Since it lives in the database, what became of a message can always be looked up."""

    batch = 500

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        """Keep each message, unless its delivery was closed meanwhile (the worker was slow and lost its lease)."""
        started = start(effects)
        with transaction.atomic():
            wanted = Delivery.objects.filter(id__in=started, state=DeliveryState.OPEN, lease_token=effects[0].token)
            opened = dict(wanted.select_for_update().values_list("id", "opened_at"))
            mine = [e for e in effects if e.delivery_id in opened]
            insert_rows(
                OutboxMessage,
                _COLUMNS,
                (
                    (e.workspace_id, e.payload["mailbox"], e.delivery_id, e.message_id, e.payload["to"],
                     e.payload["subject"], e.payload["body"], e.payload.get("html", ""), opened[e.delivery_id])
                    for e in mine
                ),
            )  # fmt: skip
        return [Sent(KEPT) if e.delivery_id in opened else NotTried() for e in effects]

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        """A message is in the Outbox, or it never left."""
        ids = [e.delivery_id for e in effects]
        kept = set(OutboxMessage.objects.filter(delivery_id__in=ids).values_list("delivery_id", flat=True))
        return [Sent(FOUND) if i in kept else NotTried() for i in ids]
