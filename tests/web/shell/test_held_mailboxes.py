"""A mailbox whose mail waits is told where people look: on Today, and on the sequences that send through it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from segue.actions.add_mailbox import add_mailbox
from segue.actions.pause_mailbox import pause_mailbox
from segue.actions.resume_mailbox import resume_mailbox
from segue.domain.delay import Delay, DelayUnit
from segue.domain.errors import ErrorCode, StepError
from segue.models import Inbox, Mailbox, Sequence
from segue.models.lane_holds import note_trouble
from tests.engine.stages import EMAIL
from tests.web.enrollments.parts import queries_of
from tests.world import NOW, StepPlan, World, client_of

WORDS = "Post waits: the mail server refused the mailbox’s login."


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.mel)


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    server = {"host": "mail.example.com", "port": 587, "login": "password", "username": "ada", "password": "secret"}
    return add_mailbox(world.actor, "smtp", {"name": "Post", "address": "post@example.com", "smtp": server}, NOW)


@pytest.fixture
def sequence(world: World, mailbox: Mailbox) -> Sequence:
    """Ada hears from the mailbox tomorrow."""
    later = StepPlan(EMAIL.kind, EMAIL.config, Delay(1, DelayUnit.DAYS))
    found = world.sequence(steps=[later])
    world.enroll(found, world.person("Ada"))
    return found


def pages(client: Client, sequence: Sequence) -> list[str]:
    addresses = (reverse("today"), reverse("sequence", args=[sequence.pk]))
    return [client.get(address).content.decode() for address in addresses]


def refuse(mailbox: Mailbox) -> None:
    note_trouble(mailbox, StepError(ErrorCode.MAILBOX_LOGIN, "535 <no>"), timezone.now())


def test_trouble_is_told_with_the_way_to_it(client: Client, mailbox: Mailbox, sequence: Sequence) -> None:
    assert all("held-" not in page for page in pages(client, sequence))
    refuse(mailbox)
    for page in pages(client, sequence):
        for words in (WORDS, "535 &lt;no&gt;", "Since just now.", f'href="/settings/mailboxes/#mailbox-{mailbox.pk}"'):
            assert words in page
    resume_mailbox_page = client.get("/settings/mailboxes/").content.decode()
    assert f'id="mailbox-{mailbox.pk}"' in resume_mailbox_page


def test_so_is_a_pause_until_it_is_over(world: World, client: Client, mailbox: Mailbox, sequence: Sequence) -> None:
    pause_mailbox(world.actor, mailbox, timezone.now())
    assert all("Post is paused." in page for page in pages(client, sequence))
    resume_mailbox(world.actor, mailbox)
    assert all("held-" not in page for page in pages(client, sequence))


def test_a_sequence_tells_only_of_mailboxes_it_waits_for(
    world: World, client: Client, mailbox: Mailbox, sequence: Sequence
) -> None:
    refuse(mailbox)
    today, page = pages(client, world.sequence(name="Empty"))
    assert WORDS in today
    assert WORDS not in page
    theirs = client_of(world.charlie).get(reverse("today")).content.decode()
    assert "held-" not in theirs


def test_replies_that_cannot_be_read_are_told_on_today(client: Client, mailbox: Mailbox, sequence: Sequence) -> None:
    Inbox.objects.create(
        mailbox=mailbox, next_read_at=NOW, error_code="login", error_detail="Check it.", error_since=NOW
    )
    today, page = pages(client, sequence)
    assert "Post cannot be read." in today
    assert "Check it." in today
    assert "held-" not in page


def test_the_number_of_queries_stays(world: World, client: Client, mailbox: Mailbox, sequence: Sequence) -> None:
    addresses = [reverse("today"), reverse("sequence", args=[sequence.pk])]
    before = [queries_of(client, address) for address in addresses]
    refuse(mailbox)
    for place in world.workspace.mailboxes.all():
        pause_mailbox(world.actor, place, timezone.now())
    assert [queries_of(client, address) for address in addresses] == before
