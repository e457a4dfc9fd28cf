"""Test connection: each step on the way to a server, and what exactly failed, in words."""

import ssl
from typing import Any

import pytest

from segue.actions.check_connection import Check, check_connection
from segue.bench.mail_server import Server, free_port, serving
from segue.domain.refusals import Invalid, NotAllowed, NotFound
from segue.models import Mailbox
from segue.models.mailbox import MailboxKind
from tests.world import World, actor_of

LOGIN = {"login": "password", "username": "ada", "password": "open sesame"}


def checked(world: World, **smtp: Any) -> list[Check]:
    given = {"host": "localhost", "security": "none", "login": "none"} | smtp
    return check_connection(world.actor, Mailbox(workspace=world.workspace, kind=MailboxKind.SMTP), {"smtp": given})


def failed(checks: list[Check]) -> tuple[str, str]:
    """The last step, which is the only one that failed."""
    assert [check.ok for check in checks] == [True] * (len(checks) - 1) + [False]
    return checks[-1].what, f"{checks[-1].words} {checks[-1].server}".strip()


def test_all_of_it_works(world: World, certificate: ssl.SSLContext) -> None:
    with serving(Server(password="open sesame"), certificate) as server:
        checks = checked(world, port=server.port, security="starttls", **LOGIN)
    assert [(check.what, check.ok) for check in checks] == [
        ("Find localhost", True),
        (f"Reach port {server.port}", True),
        ("Encrypt by STARTTLS", True),
        ("Log in as ada", True),
    ]
    assert server.logins == [("ada", "open sesame")]


def test_no_such_name(world: World) -> None:
    assert failed(checked(world, host="mail.nowhere.invalid", port=25)) == (
        "Find mail.nowhere.invalid",
        "There is no server called mail.nowhere.invalid. Check how it is written.",
    )


def test_a_closed_port(world: World) -> None:
    port = free_port()
    assert failed(checked(world, host="127.0.0.1", port=port)) == (
        f"Reach port {port}",
        f"127.0.0.1 cannot be reached on port {port}: connection refused.",
    )


def test_no_starttls(world: World, server: Server) -> None:
    what, words = failed(checked(world, port=server.port, security="starttls"))
    assert what == "Encrypt by STARTTLS"
    assert "does not offer STARTTLS" in words


def test_another_kind_of_tls(world: World, server: Server) -> None:
    what, words = failed(checked(world, port=server.port, security="tls"))
    assert what == "Encrypt by TLS"
    assert "does not speak TLS on this port" in words


def test_a_certificate_that_nobody_vouches_for(
    world: World, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(Server(), certificate) as server:
        what, words = failed(checked(world, port=server.port, security="starttls"))
    assert what == "Encrypt by STARTTLS"
    assert "certificate is not valid" in words


def test_a_refused_login_in_the_servers_own_words(world: World) -> None:
    with serving(Server(password="open sesame")) as server:
        checks = checked(world, port=server.port, **(LOGIN | {"password": "wrong"}))
    assert failed(checks)[0] == "Log in as ada"
    assert checks[-1].server == "535 5.7.8 Authentication credentials invalid"


def test_replies_are_tried_as_well(world: World, server: Server) -> None:
    imap = {"host": "127.0.0.1", "port": free_port(), "security": "none", "username": "ada", "password": "x"}
    smtp = {"host": "127.0.0.1", "port": server.port, "security": "none", "login": "none"}
    mailbox = Mailbox(workspace=world.workspace, kind=MailboxKind.SMTP)
    checks = check_connection(world.actor, mailbox, {"smtp": smtp, "imap": imap})
    assert [(check.part, check.ok) for check in checks[-2:]] == [("Replies", True), ("Replies", False)]
    assert "cannot be reached" in checks[-1].words


def test_what_is_not_complete_is_not_tried(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        checked(world, port="x", login="password")
    assert set(caught.value.problems) == {"smtp.port", "smtp.username", "smtp.password"}


def test_only_an_admin_of_the_workspace(world: World, mailbox: Mailbox) -> None:
    for member, refusal in ((world.mel, NotAllowed), (world.bob, NotAllowed), (world.charlie, NotFound)):
        with pytest.raises(refusal):
            check_connection(actor_of(member), mailbox, {})


def test_no_login_where_one_is_offered_is_told(world: World) -> None:
    with serving(Server(password="open sesame")) as server:
        last = checked(world, port=server.port)[-1]
    assert (last.ok, last.doubtful) == (True, True)
    assert last.words == "The server offers a login, and none is set: it may refuse to send."


def test_no_login_where_none_is_offered_is_well(world: World, server: Server) -> None:
    last = checked(world, port=server.port)[-1]
    assert (last.ok, last.doubtful, last.words) == (True, False, "Ready to send.")
