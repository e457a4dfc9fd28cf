"""Settings, Mailboxes: the address for webhooks, the keys for their signatures, and asking the provider."""

import pytest

from segue.actions.check_connection import check_connection
from segue.bench.mail_server import free_port
from segue.domain.providers import PROVIDERS
from segue.models import Mailbox
from tests.provider.api import Api
from tests.provider.conftest import KEYS, TOKEN, use
from tests.world import World, client_of


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_is_added_and_its_page_shows_where_it_reports_to(world: World, name: str) -> None:
    client = client_of(world.alice)
    options = {f"provider_{key}": value for key, value in KEYS[name].items()}
    if name == "mailgun":
        options["provider_api_url"] = "https://api.eu.mailgun.net/v3"
    basics = {"name": "Sales", "address": "sales@acme.example", "gap": "0", "connections": "2"}
    assert "webhook address to enter" in client.get(f"/settings/mailboxes/new/{name}/").content.decode()
    made = client.post(f"/settings/mailboxes/new/{name}/", basics | options)
    assert made.status_code == 302
    mailbox = Mailbox.objects.get(kind="provider")
    assert mailbox.hook_token is not None
    page = client.get(f"/settings/mailboxes/{mailbox.pk}/").content.decode()
    assert f"http://127.0.0.1:8000/hooks/mail/{mailbox.hook_token}/" in page
    assert PROVIDERS[name].hook in page


def test_only_admins_see_the_address(world: World, api: Api) -> None:
    mailbox = use(world, "postmark", api.url)
    assert client_of(world.bob).get(f"/settings/mailboxes/{mailbox.pk}/").status_code == 403
    assert TOKEN not in client_of(world.bob).get("/settings/mailboxes/").content.decode()


ASKED = {"postmark": "/server", "sendgrid": "/scopes", "brevo": "/account", "resend": "/domains"}


@pytest.mark.parametrize("name", ASKED)
def test_test_connection_shows_the_key_to_the_provider(world: World, api: Api, name: str) -> None:
    mailbox = use(world, name, api.url)
    api.finds[ASKED[name]] = {"ok": True}
    [check] = check_connection(world.actor, mailbox, {})
    assert (check.ok, check.what) == (True, f"Show the key to {PROVIDERS[name].label}")
    assert any(value in str(api.received[0].headers.values()) for value in KEYS[name].values())


def test_a_key_that_is_refused_is_told_in_the_providers_words(world: World, api: Api) -> None:
    mailbox = use(world, "postmark", api.url)
    api.refuses = (401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."})
    [check] = check_connection(world.actor, mailbox, {})
    assert (check.ok, check.words) == (False, "Postmark does not take this key.")
    assert "Bad or missing Server API token." in check.server


def test_a_key_of_resend_that_may_only_send_is_a_good_one(world: World, api: Api) -> None:
    mailbox = use(world, "resend", api.url)
    api.refuses = (401, {"name": "restricted_api_key", "message": "This API key is restricted to only send emails"})
    [check] = check_connection(world.actor, mailbox, {})
    assert check.ok


@pytest.mark.parametrize("name", ["mailgun", "sparkpost"])
def test_where_a_key_may_look_at_nothing_only_a_message_tells(world: World, api: Api, name: str) -> None:
    assert check_connection(world.actor, use(world, name, api.url), {}) == []
    page = client_of(world.alice).post(f"/settings/mailboxes/{Mailbox.objects.get(kind='provider').pk}/check/")
    assert "Send test" in page.content.decode()
    assert api.received == []


def test_a_provider_that_is_not_reached_is_told_in_words(world: World) -> None:
    mailbox = use(world, "postmark", f"http://127.0.0.1:{free_port()}/")
    [check] = check_connection(world.actor, mailbox, {})
    assert not check.ok
    assert check.words == "Postmark cannot be reached. Check this server’s way to the internet, then try again."
