"""Settings, Mailboxes: how each is, adding, changing, pausing, removing, and trying one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from segue.actions.add_mailbox import add_mailbox
from segue.bench.mail_server import Server, serving
from segue.domain.errors import ErrorCode, StepError
from segue.models import Lane, Mailbox, MailUse
from segue.models.lane_holds import note_trouble
from segue.queries.mailbox_states import MailboxState, mailbox_row
from tests.engine.stages import EMAIL
from tests.world import NOW, World, client_of

SERVER = {"host": "mail.example.com", "port": 587, "security": "starttls", "login": "password"}
LOGIN = {"username": "ada", "password": "old secret"}


@pytest.fixture
def alice(world: World) -> Client:
    return client_of(world.alice)


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    data = {"name": "Ada", "address": "ada@example.com", "smtp": SERVER | LOGIN}
    return add_mailbox(world.actor, "smtp", data, NOW)


def filled(**values: Any) -> dict[str, Any]:
    """What a browser sends of the form for SMTP."""
    return {
        "name": "Ada", "address": "ada@example.com", "owner_id": "", "signature": "", "hour_limit": "", "day_limit": "",
        "domain_hour_limit": "", "domain_day_limit": "", "gap": "0", "connections": "2",
        "smtp_host": "mail.example.com", "smtp_port": "587", "smtp_security": "starttls", "smtp_login": "password",
        "smtp_username": "ada", "smtp_password": "", "imap_host": "", "imap_port": "993", "imap_security": "tls",
        "imap_login": "password", "imap_username": "", "imap_password": "", "imap_folder": "INBOX",
    } | values  # fmt: skip


def list_page(client: Client) -> str:
    return client.get("/settings/mailboxes/").content.decode()


def test_an_admin_adds_one(world: World, alice: Client) -> None:
    url = "/settings/mailboxes/new/smtp/"
    assert "smtp.office365.com" in alice.get(url).content.decode()
    imap = {"imap_read": "on", "imap_same_login": "on", "imap_host": "imap.example.com"}
    page = alice.post(url, filled(smtp_password="secret", hour_limit="50", **imap), follow=True).content.decode()
    made = Mailbox.objects.get(address="ada@example.com")
    assert made.parsed.imap
    assert made.parsed.imap.password.get_secret_value() == "secret"
    assert made.hour_limit == 50
    assert "ada@example.com" in page
    assert "0 of 50" in page
    assert "Not read yet" in page


def test_what_is_wrong_stands_at_its_field(alice: Client) -> None:
    answer = alice.post("/settings/mailboxes/new/smtp/", filled(smtp_host="http://x", address="x", gap="-1"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"smtp_host", "address", "gap", "smtp_password"}
    assert not Mailbox.objects.filter(name="Ada").exists()


def test_a_provider_asks_for_what_it_needs(world: World, alice: Client) -> None:
    url = "/settings/mailboxes/new/mailgun/"
    shown = alice.get(url).content.decode()
    assert "Sending domain" in shown
    refused = alice.post(url, filled())
    assert set(refused.context["form"].errors) == {"provider_api_key", "provider_sender_domain", "provider_api_url"}
    region = "https://api.eu.mailgun.net/v3"
    options = {"provider_api_key": "key-1", "provider_sender_domain": "mg.example.com", "provider_api_url": region}
    assert alice.post(url, filled(**options)).status_code == 302
    made = Mailbox.objects.get(kind="provider")
    assert made.parsed.provider
    assert made.parsed.provider.options["api_url"].get_secret_value() == region
    edit = alice.get(f"/settings/mailboxes/{made.pk}/").content.decode()
    assert "mg.example.com" in edit
    assert "key-1" not in edit


def test_there_is_no_kind_of_that_name(alice: Client) -> None:
    assert alice.get("/settings/mailboxes/new/carrier-pigeon/").status_code == 404


def test_a_password_is_never_shown_and_kept_when_left_empty(world: World, alice: Client, mailbox: Mailbox) -> None:
    url = f"/settings/mailboxes/{mailbox.pk}/"
    assert "old secret" not in alice.get(url).content.decode()
    assert alice.post(url, filled(name="Ada Vale")).status_code == 302
    mailbox.refresh_from_db()
    assert mailbox.name == "Ada Vale"
    assert mailbox.parsed.smtp
    assert mailbox.parsed.smtp.password.get_secret_value() == "old secret"


def test_another_server_is_not_told_the_old_password(alice: Client, mailbox: Mailbox) -> None:
    answer = alice.post(f"/settings/mailboxes/{mailbox.pk}/", filled(smtp_host="mail.elsewhere.example"))
    assert "give the password again" in answer.context["form"].errors["smtp_password"][0]


def test_states_are_said_in_words(world: World, alice: Client, mailbox: Mailbox) -> None:
    assert "Outbox (demo)" in list_page(alice)
    trouble = StepError(ErrorCode.MAILBOX_LOGIN, "535 5.7.8 Bad credentials")
    note_trouble(mailbox, trouble, NOW)
    page = list_page(alice)
    assert "Waiting: The mail server refused the mailbox’s login" in page
    assert "535 5.7.8 Bad credentials" in page
    alice.post(f"/settings/mailboxes/{mailbox.pk}/", filled())
    mailbox.refresh_from_db()
    assert (mailbox.trouble_code, mailbox.trouble_count) == ("", 0)
    assert Lane.objects.get(pk=mailbox.lane_id).not_before is None
    assert "Waiting:" not in list_page(alice)


def test_what_was_used_is_counted_by_hour_and_day(world: World, mailbox: Mailbox) -> None:
    mailbox.day_limit = 100
    mailbox.save()
    for hour, count in ((9, 3), (8, 4)):
        at = NOW.replace(hour=hour)
        MailUse.objects.create(mailbox=mailbox, domain="x.example", day=NOW.date(), hour=at, count=count)
    row = mailbox_row(mailbox, NOW)
    assert (row.hour.count, row.day.count, row.day.limit) == (3, 7, 100)
    assert mailbox_row(mailbox, NOW + timedelta(days=1)).day.count == 0


def test_pause_and_resume(world: World, alice: Client, mailbox: Mailbox) -> None:
    sequence = world.sequence(steps=[EMAIL])
    [enrollment] = world.enroll(sequence, world.person())
    assert enrollment.mailbox_id == mailbox.pk
    alice.post(f"/settings/mailboxes/{mailbox.pk}/pause/")
    assert "Paused by you" in list_page(alice)
    assert world.tick() == 0
    mailbox.refresh_from_db()
    assert mailbox_row(mailbox, world.now).state is MailboxState.PAUSED
    alice.post(f"/settings/mailboxes/{mailbox.pk}/resume/")
    mailbox.refresh_from_db()
    assert mailbox_row(mailbox, world.now).state is MailboxState.WORKING


def test_removing_asks_for_a_successor_where_one_is_needed(world: World, alice: Client, mailbox: Mailbox) -> None:
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    url = f"/settings/mailboxes/{mailbox.pk}/remove/"
    refused = alice.post(url)
    assert refused.status_code == 422
    assert "1 record is in progress with this mailbox" in refused.content.decode()
    other = Mailbox.objects.get(workspace=world.workspace, kind="outbox")
    assert alice.post(url, {"successor": other.pk})["HX-Redirect"] == "/settings/mailboxes/"
    assert "ada@example.com" not in list_page(alice)
    assert alice.get(f"/settings/mailboxes/{mailbox.pk}/").status_code == 404
    assert world.tick() == 1
    assert other.outboxmessage_set.count() == 1


def test_a_connection_is_tried_with_what_stands_in_the_form(alice: Client) -> None:
    with serving(Server(password="open sesame")) as server:
        typed = filled(smtp_host="127.0.0.1", smtp_port=str(server.port), smtp_security="none", smtp_password="wrong")
        failed = alice.post("/settings/mailboxes/new/smtp/check/", typed).content.decode()
        works = alice.post("/settings/mailboxes/new/smtp/check/", typed | {"smtp_password": "open sesame"})
    assert "535 5.7.8 Authentication credentials invalid" in failed
    assert "The connection does not work yet" in failed
    assert "The connection works." in works.content.decode()
    assert not Mailbox.objects.filter(name="Ada").exists()


def test_what_is_missing_is_said_before_anything_is_tried(alice: Client) -> None:
    answer = alice.post("/settings/mailboxes/new/smtp/check/", filled(smtp_host="", smtp_password="x"))
    assert answer.status_code == 422
    assert "Server: The name of the server is empty." in answer.content.decode()


def test_a_test_goes_to_the_signed_in_member(world: World, alice: Client, mailbox: Mailbox) -> None:
    url = f"/settings/mailboxes/{mailbox.pk}/send-test/"
    assert "alice@example.com" in alice.get(url).content.decode()
    with serving(Server()) as server:
        smtp = {"host": "127.0.0.1", "port": server.port, "security": "none", "login": "none"}
        Mailbox.objects.filter(pk=mailbox.pk).update(settings={"smtp": smtp})
        shown = alice.post(url, {"to": "alice@example.com"}).content.decode()
        refused = alice.post(url, {"to": "reject@example.com"}).content.decode()
    assert "250 2.0.0 Ok: queued" in shown
    assert "550 5.1.1 No such user here" in refused
    assert server.recipients() == ["alice@example.com"]
    assert server.taken[0].message["Subject"] == "A test from Segue"
    assert "“x” is not an email address" in alice.post(url, {"to": "x"}).content.decode()


def test_links_that_recipients_cannot_open_are_told_where_mail_leaves(
    world: World, alice: Client, settings: LazySettings
) -> None:
    settings.SEGUE_PUBLIC_URL = "http://127.0.0.1:8731"
    words = "Links in email lead to http://127.0.0.1:8731."
    sequence = world.sequence()
    tab = f"/settings/sequencing/{sequence.pk}/settings/"
    assert words not in list_page(alice)  # an Outbox: nothing leaves
    assert words not in alice.get(tab).content.decode()
    add_mailbox(world.actor, "smtp", {"name": "Ada", "address": "ada@example.com", "smtp": SERVER | LOGIN}, NOW)
    assert words in list_page(alice)
    assert words in alice.get(tab).content.decode()
    assert words not in list_page(client_of(world.mel))
    settings.SEGUE_PUBLIC_URL = "https://segue.example.com"
    assert words not in list_page(alice)


def test_a_limit_that_is_reached_is_shown_at_once(world: World, mailbox: Mailbox) -> None:
    """Before a message has run into it, too."""
    MailUse.objects.create(mailbox=mailbox, domain="example.com", day=NOW.date(), hour=NOW.replace(minute=0), count=22)
    mailbox.day_limit = 22
    mailbox.save()
    row = mailbox_row(mailbox, NOW)
    assert row.state is MailboxState.LIMITED
    assert row.next_try == datetime.fromisoformat("2026-11-24T00:00:00+01:00")
    mailbox.day_limit = 23
    mailbox.save()
    assert mailbox_row(mailbox, NOW).state is MailboxState.WORKING


def test_a_mailbox_of_a_provider_is_called_by_its_name(world: World, alice: Client) -> None:
    provider = {"name": "postmark", "options": {"server_token": "token"}}
    add_mailbox(world.actor, "provider", {"name": "P", "address": "p@example.com", "provider": provider}, NOW)
    page = list_page(alice)
    assert "<dd>Postmark</dd>" in page
    assert 'aria-hidden="true">P</span>' in page


def test_a_password_that_was_typed_is_asked_for_again(alice: Client) -> None:
    answer = alice.post("/settings/mailboxes/new/smtp/", filled(gap="-1", smtp_password="secret"))
    assert set(answer.context["form"].errors) == {"gap", "smtp_password"}
    page = answer.content.decode()
    assert "Type it again" in page
    assert "secret" not in page.replace("segue", "")


def test_a_refused_login_says_what_to_do_where_one_is(world: World, alice: Client) -> None:
    with serving(Server(password="right")) as server:
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": str(server.port), "smtp_security": "none"}
        page = alice.post("/settings/mailboxes/new/smtp/check/", filled(smtp_password="wrong", **smtp)).content.decode()
    assert "Correct the user name or password." in page
    assert "under Settings" not in page
