"""Adding, changing and removing mailboxes; what they have beside them: a lane, an inbox, secrets."""

from datetime import timedelta
from typing import Any

import pytest

from segue.actions.add_mailbox import add_mailbox
from segue.actions.change_mailbox import change_mailbox
from segue.actions.pause_mailbox import pause_mailbox
from segue.actions.remove_mailbox import remove_mailbox
from segue.actions.resume_mailbox import resume_mailbox
from segue.domain.errors import ErrorCode, StepError
from segue.domain.holds import FOR_GOOD, Hold
from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from segue.domain.senders import SenderRule
from segue.models import Enrollment, Inbox, Lane, Mailbox
from segue.models.lane_holds import hold_lane, note_trouble
from segue.models.state.leases import claim, still_held
from tests.engine.stages import EMAIL, TASK, fresh
from tests.world import NOW, World, actor_of

SMTP: dict[str, Any] = {"host": "mail.example.com", "port": 587, "security": "starttls"}
LOGIN = {"username": "ada", "password": "s3cret"}
IMAP = {"host": "imap.example.com", "port": 993, "security": "tls", "same_login": True}
ADA: dict[str, Any] = {"name": "Ada", "address": "ada@example.com", "smtp": SMTP | LOGIN}


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    return add_mailbox(world.actor, "smtp", ADA | {"imap": IMAP}, NOW)


@pytest.fixture
def outbox(world: World) -> Mailbox:
    return Mailbox.objects.get(workspace=world.workspace, kind="outbox")


def lane_of(mailbox: Mailbox) -> Lane:
    return Lane.objects.get(pk=mailbox.lane_id)


def problems_of(world: World, kind: str = "smtp", **data: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        add_mailbox(world.actor, kind, ADA | data, NOW)
    assert "s3cret" not in str(caught.value)
    return caught.value.problems


def test_a_new_one_has_a_lane_of_its_own_and_is_read_at_once(world: World, mailbox: Mailbox) -> None:
    assert lane_of(mailbox).shard is None
    assert Mailbox.objects.filter(lane=mailbox.lane_id).count() == 1
    assert Inbox.objects.get(mailbox=mailbox).next_read_at == NOW
    assert mailbox.parsed.imap
    assert (mailbox.parsed.imap.username, mailbox.parsed.imap.password.get_secret_value()) == ("ada", "s3cret")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"address": "nowhere"}, "address"),
        ({"name": ""}, "name"),
        ({"hour_limit": 0}, "hour_limit"),
        ({"domain_day_limit": "many"}, "domain_day_limit"),
        ({"gap": -1}, "gap"),
        ({"connections": 99}, "connections"),
        ({"colour": "red"}, "colour"),
        ({"smtp": SMTP}, "smtp.username"),
        ({"smtp": SMTP | LOGIN | {"password": ""}}, "smtp.password"),
        ({"smtp": SMTP | LOGIN | {"password": "two\nlines"}}, "smtp.password"),
        ({"smtp": SMTP | LOGIN | {"host": "mail example"}}, "smtp.host"),
        ({"smtp": SMTP | LOGIN | {"host": "-x.example"}}, "smtp.host"),
        ({"smtp": SMTP | LOGIN | {"port": True}}, "smtp.port"),
        ({"smtp": SMTP | LOGIN | {"security": "hope"}}, "smtp.security"),
        ({"smtp": None}, "smtp.host"),
        ({"imap": IMAP | {"login": "none", "same_login": False}}, "imap.login"),
        ({"smtp": SMTP | {"login": "none"}, "imap": IMAP}, "imap.same_login"),
        ({"provider": {"name": "postmark"}}, "provider"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world: World, data: dict[str, Any], field: str) -> None:
    assert field in problems_of(world, **data)
    assert not Mailbox.objects.filter(name="Ada").exists()


def test_a_provider_is_one_we_know_with_the_options_it_has(world: World) -> None:
    assert "provider.name" in problems_of(world, "provider", smtp=None, provider={"name": "pigeon"})
    found = problems_of(world, "provider", smtp=None, provider={"name": "mailgun", "options": {"api_url": "http://x"}})
    assert {"provider.options.api_key", "provider.options.sender_domain", "provider.options.api_url"} <= set(found)


@pytest.mark.parametrize(
    "host", ["mail.example.com", "MAIL.example.com.", "10.0.0.7", "::1", "mailhost", "bücher.example"]
)
def test_servers_may_be_named_in_many_ways(world: World, host: str) -> None:
    assert add_mailbox(world.actor, "smtp", ADA | {"smtp": SMTP | LOGIN | {"host": host}}, NOW).pk


def test_an_address_is_used_once(world: World, mailbox: Mailbox) -> None:
    assert "already: Ada" in problems_of(world)["address"][0]
    remove_mailbox(world.actor, mailbox, None, NOW)
    assert add_mailbox(world.actor, "smtp", ADA, NOW).pk


def test_a_signature_is_tidied(world: World) -> None:
    made = add_mailbox(world.actor, "smtp", ADA | {"signature": "Ada<script>alert(1)</script>"}, NOW)
    assert "script" not in made.signature


def test_an_owner_is_a_member_of_the_workspace(world: World) -> None:
    assert "owner_id" in problems_of(world, owner_id=world.charlie.pk)
    assert add_mailbox(world.actor, "smtp", ADA | {"owner_id": world.mel.pk}, NOW).owner == world.mel


def test_the_login_is_not_told_to_another_server_unless_it_is_given_again(world: World, mailbox: Mailbox) -> None:
    for changes in ({"smtp": {"host": "evil.example"}}, {"imap": IMAP | {"host": "evil.example"}}):
        with pytest.raises(Invalid) as caught:
            change_mailbox(world.actor, mailbox, changes, NOW)
        assert set(caught.value.problems) == {"smtp.password"}
    change_mailbox(world.actor, mailbox, {"smtp": {"host": "new.example", "password": "s3cret"}}, NOW)


def test_saving_ends_trouble_and_full_limits_but_no_pause(world: World, mailbox: Mailbox) -> None:
    note_trouble(mailbox, StepError(ErrorCode.MAILBOX_LOGIN, "535"), NOW)
    change_mailbox(world.actor, mailbox, {"name": "Ada Vale"}, NOW)
    mailbox.refresh_from_db()
    assert (mailbox.trouble_code, mailbox.trouble_count, mailbox.trouble_since) == ("", 0, None)
    assert (lane_of(mailbox).hold, lane_of(mailbox).not_before) == (Hold.NONE, None)
    hold_lane(mailbox.lane_id, NOW + timedelta(hours=1), Hold.LIMIT)
    change_mailbox(world.actor, mailbox, {"hour_limit": 500}, NOW)
    assert lane_of(mailbox).not_before is None
    pause_mailbox(world.actor, mailbox, NOW)
    change_mailbox(world.actor, mailbox, {"hour_limit": 600}, NOW)
    assert lane_of(mailbox).not_before == FOR_GOOD
    resume_mailbox(world.actor, mailbox)
    assert lane_of(mailbox).not_before is None


def test_another_mailbox_is_read_from_its_own_beginning(world: World, mailbox: Mailbox) -> None:
    Inbox.objects.filter(mailbox=mailbox).update(uid_validity=7, last_uid=100)
    change_mailbox(world.actor, mailbox, {"imap": {"sent_folder": "Sent"}}, NOW)
    assert Inbox.objects.get(mailbox=mailbox).last_uid == 100
    change_mailbox(world.actor, mailbox, {"imap": {"folder": "Replies"}}, NOW)
    assert Inbox.objects.get(mailbox=mailbox).last_uid == 0
    change_mailbox(world.actor, mailbox, {"imap": None}, NOW)
    assert not Inbox.objects.filter(mailbox=mailbox, next_read_at__isnull=False).exists()


def test_who_takes_over_gets_the_records_in_its_own_line(world: World, mailbox: Mailbox, outbox: Mailbox) -> None:
    at_mail, at_task = world.sequence(steps=[EMAIL]), world.sequence(steps=[TASK, EMAIL])
    [first] = world.enroll(at_mail, world.person())
    [second] = world.enroll(at_task, world.person())
    assert (first.lane_id, first.mailbox_id, second.mailbox_id) == (mailbox.lane_id, mailbox.pk, mailbox.pk)
    with pytest.raises(Conflict, match="2 records are in progress"):
        remove_mailbox(world.actor, mailbox, None, NOW)
    token, _ = claim(mailbox.lane_id, NOW, NOW + timedelta(minutes=1), 10)
    assert remove_mailbox(world.actor, mailbox, outbox, NOW) == 2
    assert not still_held(token, [first.pk]).running
    assert (fresh(first).lane_id, fresh(first).mailbox_id) == (outbox.lane_id, outbox.pk)
    assert (fresh(second).lane_id, fresh(second).mailbox_id) == (second.lane_id, outbox.pk)
    world.tick()
    assert outbox.outboxmessage_set.count() == 1


def test_its_secrets_and_its_reading_end_with_it(world: World, mailbox: Mailbox) -> None:
    remove_mailbox(world.actor, mailbox, None, NOW)
    mailbox.refresh_from_db()
    assert (mailbox.settings, mailbox.removed_at) == ({}, NOW)
    assert not Inbox.objects.filter(next_read_at__isnull=False).exists()
    with pytest.raises(NotFound):
        change_mailbox(world.actor, mailbox, {"name": "Back"}, NOW)


def test_a_sequence_that_names_it_is_handed_over_too(world: World, mailbox: Mailbox, outbox: Mailbox) -> None:
    sequence = world.sequence(steps=[EMAIL], sender_rule=SenderRule.FIXED, sender_mailbox=mailbox, name="Outreach")
    with pytest.raises(Conflict, match="Outreach"):
        remove_mailbox(world.actor, mailbox, None, NOW)
    with pytest.raises(Invalid, match="another mailbox"):
        remove_mailbox(world.actor, mailbox, mailbox, NOW)
    remove_mailbox(world.actor, mailbox, outbox, NOW)
    sequence.refresh_from_db()
    assert sequence.sender_mailbox == outbox
    assert not Enrollment.objects.exists()


def test_only_an_admin_of_the_workspace(world: World, mailbox: Mailbox) -> None:
    for member, refusal in ((world.bob, NotAllowed), (world.mel, NotAllowed), (world.charlie, NotFound)):
        actor = actor_of(member)
        for act in (
            lambda: change_mailbox(actor, mailbox, {}, NOW),  # noqa: B023  # called before the loop goes on
            lambda: pause_mailbox(actor, mailbox, NOW),  # noqa: B023
            lambda: resume_mailbox(actor, mailbox),  # noqa: B023
            lambda: remove_mailbox(actor, mailbox, None, NOW),  # noqa: B023
        ):
            with pytest.raises(refusal):
                act()
    with pytest.raises(NotAllowed):
        add_mailbox(actor_of(world.bob), "smtp", ADA, NOW)
