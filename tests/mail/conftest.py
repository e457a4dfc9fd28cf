"""A mail server for a test, and mailboxes that send through it."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segue.bench.mail_server import Server, serving
from segue.models import Mailbox
from tests.mail.certificate import make_certificate
from tests.world import World


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as running:
        yield running


@pytest.fixture
def mailbox(world: World, server: Server) -> Mailbox:
    """The workspace's mailbox, sending through the server."""
    return use_smtp(world, server)


def use_smtp(world: World, server: Server, **smtp: Any) -> Mailbox:
    """Have the workspace's mailbox send through this server."""
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    settings = {"host": "127.0.0.1", "port": server.port, "security": "none", "login": "none"} | smtp
    mailbox.kind, mailbox.settings = "smtp", {"smtp": settings}
    mailbox.name, mailbox.address = "Alice Admin", "alice@acme.example"
    mailbox.save()
    return mailbox


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS for localhost, with a certificate that this process trusts."""
    path = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context
