"""The Settings tab, archiving and restoring."""

from datetime import time
from typing import Any

import pytest
from django.urls import reverse

from segue.domain.replies import OnReply
from segue.models import Mailbox, Sequence
from tests.world import World, client_of

GOOD = {
    "name": "Outreach",
    "description": "",
    "on_reply": "continue",
    "sender_rule": "enroller",
    "window_mode": "window",
    "window_days": ["0", "2"],
    "window_start": "08:30",
    "window_end": "16:00",
    "window_zone": "record",
}


def send(world: World, sequence: Sequence, **values: Any) -> Any:
    return client_of(world.bob).post(reverse("sequence-settings", args=[sequence.pk]), GOOD | values)


def test_the_default_for_replies_is_said_in_full(world: World) -> None:
    url = reverse("sequence-settings", args=[world.sequence().pk])
    text = client_of(world.mel).get(url).content.decode()
    assert "future steps still run" in text
    assert "Fixed when the sequence was created" in text
    assert ">Save<" not in text
    assert "disabled" in text


def test_settings_are_saved(world: World) -> None:
    sequence = world.sequence(name="Old name")
    answer = send(world, sequence, on_reply="pause", description="For leads")
    assert answer["Location"] == reverse("sequence-settings", args=[sequence.pk])
    sequence.refresh_from_db()
    assert (sequence.name, sequence.description, sequence.on_reply) == ("Outreach", "For leads", OnReply.PAUSE)
    assert str(sequence.window) == "Mon, Wed, 08:30 to 16:00"
    send(world, sequence, window_mode="any")
    sequence.refresh_from_db()
    assert sequence.window is None
    assert sequence.window_start == time(8, 30)


def test_the_sender_and_the_link_to_opt_out_are_saved(world: World) -> None:
    sequence = world.sequence()
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    send(world, sequence, sender_rule="fixed", sender_mailbox_id=str(mailbox.pk))
    sequence.refresh_from_db()
    assert (sequence.sender_rule, sequence.sender_mailbox, sequence.opt_out_link) == ("fixed", mailbox, False)
    send(world, sequence, sender_rule="rotation", sender_mailbox_id=str(mailbox.pk), opt_out_link="on")
    sequence.refresh_from_db()
    assert (sequence.sender_rule, sequence.sender_mailbox, sequence.opt_out_link) == ("rotation", None, True)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sender_rule": "fixed"}, "Choose the mailbox that all mail of this sequence leaves from."),
        ({"sender_rule": "fixed", "sender_mailbox_id": "999"}, "999 is not one of the available choices"),
        ({"name": ""}, "Give the sequence a name."),
        ({"name": "Taken"}, "There is already a sequence named “Taken”"),
        ({"name": "x" * 300}, "at most 100 characters"),
        ({"on_reply": "explode"}, "explode is not one of the available choices"),
        ({"window_days": []}, "Choose at least one day, or let emails leave at any time."),
        ({"window_days": ["9"]}, "9 is not one of the available choices"),
        ({"window_start": "17:00", "window_end": "09:00"}, "must open before it closes"),
        ({"window_start": "09:00", "window_end": "09:00"}, "must open before it closes"),
        ({"window_start": "noon"}, "Enter a valid time."),
        ({"window_zone": "mars"}, "mars is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(world: World, values: dict[str, Any], words: str) -> None:
    world.sequence(name="Taken")
    sequence = world.sequence(name="Old name")
    answer = send(world, sequence, **({"description": "typed"} | values))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="typed"' in answer.content.decode()
    sequence.refresh_from_db()
    assert (sequence.name, sequence.description, sequence.window) == ("Old name", "", None)


def test_archive_and_restore(world: World) -> None:
    sequence = world.sequence(name="Outreach")
    client = client_of(world.bob)
    answer = client.post(reverse("sequence-archive", args=[sequence.pk]), follow=True)
    assert "“Outreach” is archived. Records that are in it go on." in answer.content.decode()
    text = client.get(reverse("sequence-settings", args=[sequence.pk])).content.decode()
    assert "It takes no new enrollments. Records that are in it go on unless somebody stops them." in text
    assert send(world, sequence).status_code == 409
    assert client.post(reverse("sequence-archive", args=[sequence.pk])).status_code == 409
    client.post(reverse("sequence-restore", args=[sequence.pk]))
    sequence.refresh_from_db()
    assert sequence.state == "active"
    assert client.post(reverse("sequence-restore", args=[sequence.pk])).status_code == 409
