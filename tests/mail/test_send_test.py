"""A test of an e-mail step, through a real mail server."""

import pytest

from segue.actions.add_attachment import add_attachment
from segue.actions.send_test import send_test
from segue.bench.mail_server import Server
from segue.domain.refusals import Conflict
from segue.domain.steps import EmailConfig
from segue.models import Activity, Delivery, Mailbox
from segue.queries.mail_preview import preview_mail
from tests.world import NOW, World, actor_of


def send(world: World, config: EmailConfig) -> str:
    sequence, ada = world.sequence(steps=[]), world.person("Ada Lovelace")
    preview = preview_mail(sequence, config, 1, ada, world.bob)
    return send_test(actor_of(world.bob), preview, config, NOW)


def test_it_arrives_at_oneself_whole(world: World, server: Server, mailbox: Mailbox) -> None:
    file = add_attachment(world.actor, "plan.txt", b"Plan", NOW)
    theirs = add_attachment(actor_of(world.charlie), "secret.txt", b"Secret", NOW)
    config = EmailConfig(
        subject="Hi {{ person.first_name }}", body="<p>A <b>word</b></p>", attachments=[file.pk, theirs.pk]
    )
    assert send(world, config) == "bob@example.com"
    [taken] = server.taken
    assert taken.recipients == ("bob@example.com",)
    message = taken.message
    assert (message["Subject"], message["List-Unsubscribe"]) == ("[Test] Hi Ada", None)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "A word" in text.get_content()
    assert "<p>A <strong>word</strong></p>" in html.get_content()
    assert [part.get_filename() for part in message.iter_attachments()] == ["plan.txt"]
    assert not Delivery.objects.exists()
    assert not Activity.objects.exists()


def test_what_the_server_says_against_it_is_told(world: World, server: Server, mailbox: Mailbox) -> None:
    server.sender_refused = "550 5.7.1 Sender not allowed"
    with pytest.raises(Conflict, match=r"The test was not sent\..*Sender not allowed"):
        send(world, EmailConfig(subject="Hi", body="Ho"))
