"""Ada is in a sequence and has been written to; what arrives after that is received."""

from segue.actions.receive_message import receive_message
from segue.domain.delay import Delay, DelayUnit
from segue.domain.receiving.parse import parse
from segue.domain.replies import OnReply
from segue.domain.steps import StepKind
from segue.models import Delivery, Enrollment, InboundMessage, Mailbox
from tests.engine.stages import EMAIL, fresh
from tests.inbound.samples import reply
from tests.world import StepPlan, World

LATER = StepPlan(StepKind.EMAIL, EMAIL.config, Delay(1, DelayUnit.DAYS))
ADA = "ada.lovelace@example.com"


def mailbox_of(world: World) -> Mailbox:
    return Mailbox.objects.get(workspace=world.workspace)


def sent_to_ada(world: World, *steps: StepPlan, on_reply: OnReply = OnReply.CONTINUE) -> Enrollment:
    """Ada's enrollment; everything that is due at once has run."""
    [enrollment] = world.enroll(world.sequence(steps=steps, on_reply=on_reply), world.person("Ada Lovelace"))
    world.tick()
    return fresh(enrollment)


def first_sent(enrollment: Enrollment) -> str:
    return Delivery.objects.filter(enrollment=enrollment).order_by("id").values_list("message_id", flat=True)[0]


def arrives(world: World, raw: bytes, key: str = "1:1") -> InboundMessage | None:
    return receive_message(mailbox_of(world), parse(raw), key, world.now)


def answer(world: World, enrollment: Enrollment, text: str = "Yes, call me.", **more: str) -> InboundMessage | None:
    to = mailbox_of(world).address
    more.setdefault("sender", ADA)
    return arrives(world, reply(to=to, text=text, answers=first_sent(enrollment), **more))
