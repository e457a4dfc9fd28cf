"""Connecting to a real IMAP server, and what is said where that fails."""

import socket
import threading

import pytest

from segue.channels.imap.checking import check_imap
from segue.channels.imap.sent import find_sent
from segue.channels.imap.trouble import ImapTrouble, ReadError
from segue.domain.mailboxes import ImapSettings, Login, Security
from tests.inbound.dovecot import Server
from tests.inbound.samples import reply


def trouble(settings: ImapSettings, timeout: float = 10) -> ImapTrouble:
    with pytest.raises(ImapTrouble) as raised:
        check_imap(settings, timeout)
    return raised.value


def test_a_mailbox_that_works(dovecot: Server) -> None:
    dovecot.put("works", reply("a@b.example", "c@d.example", "Hello"))
    said = check_imap(dovecot.settings("works"))
    assert said == [
        f"Logged in to localhost:{dovecot.port}, None (not encrypted).",
        "The folder INBOX holds 1 messages; only new ones are read.",
    ]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_is_checked(dovecot: Server, security: Security, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = dovecot.settings("secure", security=security)
    refused = trouble(settings)
    assert refused.code == ReadError.CERTIFICATE
    assert "certificate of localhost is not to be trusted" in str(refused)
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificates.certificate))
    assert check_imap(settings)[0].startswith("Logged in")


def test_a_wrong_password(dovecot: Server) -> None:
    refused = trouble(dovecot.settings("wrong", password="not it"))
    assert refused.code == ReadError.LOGIN
    assert str(refused).startswith("The server refused the login. Check user name and password. The server said: ")
    assert "not it" not in str(refused)


def test_a_token_instead_of_a_password(dovecot: Server) -> None:
    settings = dovecot.settings("token").model_copy(update={"login": Login.XOAUTH2})
    assert check_imap(settings)[0].startswith("Logged in")


def test_a_token_that_is_no_good(dovecot: Server) -> None:
    settings = dovecot.settings("token", password="expired").model_copy(update={"login": Login.XOAUTH2})
    assert trouble(settings).code == ReadError.LOGIN


def test_a_folder_that_is_not_there(dovecot: Server) -> None:
    refused = trouble(dovecot.settings("folder").model_copy(update={"folder": "Answers"}))
    assert (refused.code, refused.sentence) == (ReadError.FOLDER, "The folder cannot be opened. Check its name.")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"host": "no-such-host.invalid"}, ReadError.NAME),
        ({"host": "not..a..name"}, ReadError.NAME),
        ({"security": Security.STARTTLS, "port": 993}, ReadError.SECURITY),
    ],
)
def test_settings_that_lead_nowhere(dovecot: Server, change: dict[str, object], code: ReadError) -> None:
    assert trouble(dovecot.settings("nowhere").model_copy(update=change)).code == code


def test_tls_where_there_is_none(dovecot: Server) -> None:
    settings = dovecot.settings("plain", security=Security.TLS).model_copy(update={"port": dovecot.port})
    assert trouble(settings).code == ReadError.SECURITY


def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings = ImapSettings(host="127.0.0.1", port=free.getsockname()[1], security=Security.NONE)
    assert trouble(settings).code == ReadError.UNREACHABLE


@pytest.mark.parametrize(("greeting", "code"), [(b"", ReadError.TIMEOUT), (b"220 mail ESMTP\r\n", ReadError.PROTOCOL)])
def test_a_server_of_another_kind(greeting: bytes, code: ReadError) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(greeting)
                over.wait(30)

        thread = threading.Thread(target=serve)
        thread.start()
        settings = ImapSettings(host="127.0.0.1", port=server.getsockname()[1], security=Security.NONE)
        found = trouble(settings, timeout=0.5).code
        over.set()
        thread.join()
    assert found == code


def test_what_left_is_found_in_the_sent_folder(dovecot: Server) -> None:
    dovecot.put("sender", reply("a@b.example", "c@d.example", "Hi", message_id="<1@x.example>"), folder="Sent")
    settings = dovecot.settings("sender")
    assert find_sent(settings, ["<1@x.example>", "<2@x.example>"], 10) == {"<1@x.example>"}
    assert find_sent(settings.model_copy(update={"sent_folder": "INBOX"}), ["<1@x.example>"], 10) == set()
    assert find_sent(settings.model_copy(update={"username": ""}), ["<1@x.example>"], 10) is None
