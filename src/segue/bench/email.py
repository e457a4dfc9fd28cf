"""`segue bench email`: messages a second rendered, sent and recorded, beside plain smtplib and smtp-source."""

import resource
import sys
import time
from collections.abc import Sequence

from django.utils import timezone

from segue.bench.disk import database_bytes
from segue.bench.figures import Figure
from segue.bench.people import enroll_people, make_sender, make_sequence
from segue.bench.place import Place, Progress
from segue.bench.sink import smtp_sink
from segue.bench.yardsticks import Ready, smtp_source, smtplib_loop
from segue.channels.mail.compose import compose
from segue.domain.status import Status
from segue.engine.leave import as_effect
from segue.engine.tick import tick
from segue.models import Delivery, Enrollment, Mailbox, Workspace
from segue.models.actor import Actor
from segue.queries.lanes import due_lanes

_MERGED = (
    "<p>I came across your work at {{ company.name | default: 'your company' }} and thought of a role that may suit "
    "you, {{ person.first_name }}.</p>"
)
_PLAIN = (
    "<p>The team builds <b>tools that people use every day</b>, and looks for somebody who cares about the details as "
    "much as about the whole. It is small, it ships every week, and it talks to the people who use what it makes. "
    "There is more at <a href='https://acme.example/jobs'>our page</a>, and I am glad to answer what it leaves open."
    "</p>"
)
MESSAGE = {
    "subject": "{{ person.first_name }}, a word about your next step",
    "body": "<p>Hi {{ person.first_name }},</p>" + _MERGED + _PLAIN * 5 + "<p>Best,<br>{{ sender.name }}</p>",
}
TARGET = 0.5
MOST_MEMORY = 200.0


def measure(place: Place, say: Progress, *, messages: int, connections: Sequence[int], waiting: int) -> list[Figure]:
    """Send so many with each of these numbers of connections, while `waiting` more are due and wait in line."""
    now = timezone.now()
    figures: list[Figure] = []
    with smtp_sink() as port:
        server = {"smtp": {"host": "127.0.0.1", "port": port, "security": "none", "login": "none"}}
        actor = make_sender(now, kind="smtp", name="Alice", address="alice@acme.example", settings=server)
        sequence = make_sequence(actor.workspace, [MESSAGE], now)
        for number in connections:
            say(f"sending {messages:,} messages over {number} connection{'' if number == 1 else 's'}")
            Mailbox.objects.update(connections=number)
            addresses = [f"p{number}x{n}@there.example" for n in range(messages + waiting)]
            for _ in enroll_people(actor, sequence, addresses, now):
                pass
            waiting = 0  # they stay in line for the next
            before = database_bytes()
            rate = _send(messages)
            grown = (database_bytes() - before) / messages
            ready = _ready(actor, messages)
            loop = smtplib_loop(port, ready, number)
            source = smtp_source(port, messages, len(ready[0][2]), number)
            name = f"sent and recorded, {number} connection{'' if number == 1 else 's'}"
            target = f"≥ {TARGET} of the loop"
            figures += [
                Figure(name, rate, "messages/s", "smtplib, ready bytes", loop, target, rate >= TARGET * loop),
                Figure(name, rate, "messages/s", f"smtp-source, {len(ready[0][2]):,} bytes", source),
            ]
    figures.append(Figure("on disk for each, sent and recorded", grown, "bytes"))
    left = Enrollment.objects.filter(status=Status.IN_PROGRESS).count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    memory = f"memory at most, {left:,} messages still due"
    return [*figures, Figure(memory, peak, "MB", target=f"≤ {MOST_MEMORY:.0f} MB", met=peak <= MOST_MEMORY)]


def _send(many: int) -> float:
    """Run the engine until so many more have left; messages a second."""
    sent = before = Delivery.objects.count()
    began = time.perf_counter()
    while sent - before < many:
        now = timezone.now()
        for lane in due_lanes(now):
            sent += tick(lane, now).left
    return (sent - before) / (time.perf_counter() - began)


def _ready(actor: Actor, many: int) -> list[Ready]:
    """The messages that have just left, as bytes."""
    workspace: Workspace = actor.workspace
    newest = Delivery.objects.filter(workspace=workspace).order_by("-id")[:many]
    messages = [compose(as_effect(delivery), {}) for delivery in newest]
    return [(m.sender, m.recipient, m.data) for m in messages]
