"""Settings, Webhooks; and the Outbox of a mailbox."""

import pytest

from segue.models import Mailbox, Workspace
from tests.web.workspace.outbox import put_in_outbox
from tests.world import World, client_of


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    return Mailbox.objects.get(workspace=world.workspace)


def test_the_secret_is_shown_and_can_be_made_anew(world: World) -> None:
    client = client_of(world.alice)
    before = world.workspace.webhook_secret
    assert before in client.get("/settings/webhooks/").content.decode()
    page = client.post("/settings/webhooks/rotate/", follow=True).content.decode()
    after = Workspace.objects.get(pk=world.workspace.pk).webhook_secret
    assert "There is a new signing secret." in page
    assert after in page
    assert before not in page


def test_an_empty_outbox_says_what_comes_here(world: World, mailbox: Mailbox) -> None:
    page = client_of(world.mel).get(f"/settings/mailboxes/{mailbox.pk}/outbox/").content.decode()
    assert "Nothing has left yet" in page


def test_messages_come_newest_first_and_can_be_searched(world: World, mailbox: Mailbox) -> None:
    for name in ("ada", "grace", "edsger"):
        put_in_outbox(world, f"{name}@example.com")
    url = f"/settings/mailboxes/{mailbox.pk}/outbox/"
    page = client_of(world.mel).get(url).content.decode()
    assert page.index("edsger@") < page.index("grace@") < page.index("ada@")
    found = client_of(world.mel).get(url, {"q": "GRACE"}).content.decode()
    assert "grace@example.com" in found
    assert "ada@example.com" not in found
    assert "No message matches" in client_of(world.mel).get(url, {"q": "nobody"}).content.decode()


def test_pages_of_the_outbox_meet_without_a_gap(world: World, mailbox: Mailbox) -> None:
    subjects = [f"Message {number:03}" for number in range(51)]
    for subject in subjects:
        put_in_outbox(world, "ada@example.com", subject=subject)
    client = client_of(world.mel)
    url = f"/settings/mailboxes/{mailbox.pk}/outbox/"
    first = client.get(url)
    before = first.context["page"].next_before
    second = client.get(url, {"before": before})
    shown = [m.subject for answer in (first, second) for m in answer.context["page"].messages]
    assert shown == subjects[::-1]
    assert second.context["page"].next_before is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_a_mistyped_address_still_shows_the_outbox(world: World, mailbox: Mailbox, before: str) -> None:
    answer = client_of(world.mel).get(f"/settings/mailboxes/{mailbox.pk}/outbox/", {"before": before})
    assert answer.status_code == 200


def test_a_message_shows_its_headers_its_text_and_its_record(world: World) -> None:
    person = world.person("Ada Lovelace")
    message = put_in_outbox(world, "ada@example.com", person, subject="A role in Amsterdam")
    page = client_of(world.mel).get(f"/settings/mailboxes/outbox/{message.pk}/").content.decode()
    for shown in ("A role in Amsterdam", "team@acme.example", "ada@example.com", f"/people/{person.pk}/"):
        assert shown in page
    assert "&lt;b&gt;hello&lt;/b&gt;" in page
