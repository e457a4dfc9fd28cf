"""What came in: on an enrollment, and in a mailbox."""

from dataclasses import dataclass

from segue.models import Enrollment, InboundMessage, Mailbox

PAGE_SIZE = 50


@dataclass(frozen=True)
class ReceivedPage:
    """Messages, newest first; `next_before` leads to the older ones, None at the end."""

    messages: list[InboundMessage]
    next_before: int | None


def came_in(enrollment: Enrollment) -> list[InboundMessage]:
    """Every answer and bounce on this enrollment, newest first."""
    return list(InboundMessage.objects.filter(enrollment=enrollment).order_by("-id")[:PAGE_SIZE])


def received_page(mailbox: Mailbox, before: int | None, size: int = PAGE_SIZE) -> ReceivedPage:
    """What came in through a mailbox; those with a smaller id than `before`."""
    messages = InboundMessage.objects.filter(mailbox=mailbox)
    if before is not None:
        messages = messages.filter(pk__lt=before)
    found = list(messages.select_related("record", "enrollment__sequence").order_by("-id")[: size + 1])
    return ReceivedPage(found[:size], found[size - 1].pk if len(found) > size else None)
