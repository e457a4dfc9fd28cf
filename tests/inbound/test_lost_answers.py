"""A mail server took a message and its answer was lost: the Sent folder knows."""

from collections.abc import Iterator

import pytest

from segue.bench.mail_server import Server as MailServer
from segue.bench.mail_server import serving
from segue.domain.steps import StepKind
from segue.models import Delivery, Enrollment, Mailbox
from tests.inbound.dovecot import Server as Dovecot
from tests.world import StepPlan, World

MAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "<p>Hi there.</p>"})


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as running:
        yield running


def use(world: World, server: MailServer, dovecot: Dovecot, user: str) -> None:
    smtp = {"host": "127.0.0.1", "port": server.port, "security": "none", "login": "none"}
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    mailbox.kind = "smtp"
    mailbox.settings = {"smtp": smtp, "imap": dovecot.settings(user).model_dump(mode="json") | {"sent_folder": "Sent"}}
    mailbox.save()


def test_what_is_in_the_sent_folder_was_sent(world: World, server: MailServer, dovecot: Dovecot) -> None:
    use(world, server, dovecot, "lost-kept")
    server.keep = lambda taken: dovecot.put("lost-kept", taken.data, folder="Sent")
    [enrollment] = world.enroll(world.sequence(steps=[MAIL]), world.person(email="unheard.ada@there.example"))
    world.tick()
    enrollment.refresh_from_db()
    assert (enrollment.status, Delivery.objects.get().receipt) == ("completed", "found in the Sent folder")


def test_what_is_not_there_stays_unknown(world: World, server: MailServer, dovecot: Dovecot) -> None:
    use(world, server, dovecot, "lost-unkept")
    dovecot.put("lost-unkept", b"Subject: another\r\n\r\nHi\r\n", folder="Sent")
    world.enroll(world.sequence(steps=[MAIL]), world.person(email="unheard.ada@there.example"))
    world.tick()
    assert Enrollment.objects.get().error_code == "outcome_unknown"
