"""Test connection, as far as replies go: against a real dovecot."""

from segue.actions.check_connection import Check, check_connection
from segue.models import Mailbox
from segue.models.mailbox import MailboxKind
from tests.inbound.dovecot import Server
from tests.world import World


def checked(world: World, dovecot: Server, **imap: str) -> list[tuple[str, bool]]:
    return [(check.what, check.ok) for check in checks_of(world, dovecot, **imap)]


def checks_of(world: World, dovecot: Server, **imap: str) -> list[Check]:
    """Of the replies' part; nobody listens where mail of this mailbox would leave."""
    settings = dovecot.settings("tried").model_dump(mode="json") | imap
    smtp = {"host": "127.0.0.1", "port": 9, "security": "none", "login": "none"}
    mailbox = Mailbox(workspace=world.workspace, kind=MailboxKind.SMTP)
    checks = check_connection(world.actor, mailbox, {"smtp": smtp, "imap": settings})
    return [check for check in checks if check.part == "Replies"]


def test_it_works(world: World, dovecot: Server) -> None:
    checks = checks_of(world, dovecot)
    assert all(check.ok for check in checks)
    assert checks[-1].what == "Open its folders"
    assert "only new ones are read" in checks[-1].words


def test_a_wrong_password(world: World, dovecot: Server) -> None:
    checks = checks_of(world, dovecot, password="wrong")
    assert [check.ok for check in checks] == [True, True, True, False]
    assert checks[-1].what == "Log in as tried"
    assert "Authentication failed" in checks[-1].server


def test_a_folder_that_is_not_there(world: World, dovecot: Server) -> None:
    assert checked(world, dovecot, folder="Nowhere")[-2:] == [("Log in as tried", True), ("Open its folders", False)]


def test_another_security(world: World, dovecot: Server) -> None:
    assert checked(world, dovecot, security="tls")[-1] == ("Encrypt by TLS", False)
