"""Messages in the Outbox without running the engine."""

from segue.domain.deliveries import DeliveryState
from segue.domain.steps import StepKind
from segue.models import Delivery, Enrollment, Mailbox, OutboxMessage, Record
from tests.world import StepPlan, World

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "Dear you"})


def put_in_outbox(world: World, to: str, record: Record | None = None, subject: str = "Hello") -> OutboxMessage:
    """A message that a step sent to this address."""
    workspace = world.workspace
    mailbox = Mailbox.objects.get(workspace=workspace)
    sequence = world.sequence(steps=[EMAIL])
    version = sequence.current_version
    assert version is not None
    step = version.steps.get()
    enrollment = Enrollment.objects.create(
        workspace=workspace,
        sequence=sequence,
        version=version,
        record=record or world.person(email=to),
        step=step,
        since=world.now,
        lane=mailbox.lane,
        mailbox=mailbox,
        enrolled_at=world.now,
    )
    delivery = Delivery.objects.create(
        workspace=workspace,
        enrollment=enrollment,
        step=step,
        attempt=1,
        kind=StepKind.EMAIL,
        state=DeliveryState.SENT,
        message_id=f"<segue.{enrollment.pk}@acme.example>",
        lease_token="t",
        payload={"from": "team@acme.example"},
        opened_at=world.now,
    )
    return OutboxMessage.objects.create(
        workspace=workspace,
        mailbox=mailbox,
        delivery=delivery,
        message_id=delivery.message_id,
        to=to,
        subject=subject,
        body="Dear you,\n<b>hello</b>",
        created_at=world.now,
    )
