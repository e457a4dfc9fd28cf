"""Opening a connection: TLS, logins, and what exactly failed, in words."""

import ssl
from collections.abc import Iterator

import pytest

from segue.bench.mail_server import Server, serving
from segue.channels.smtp.opening import open_session
from segue.channels.smtp.refusal import SmtpRefusal
from segue.domain.mailboxes import SmtpSettings


@pytest.fixture
def guarded() -> Iterator[Server]:
    with serving(Server(password="open sesame")) as running:
        yield running


def refusal_of(**settings: object) -> tuple[str, str, str]:
    given = {"host": "127.0.0.1", "security": "none", "login": "none"} | settings
    with pytest.raises(SmtpRefusal) as caught:
        open_session(SmtpSettings.model_validate(given), timeout=3)
    return caught.value.stage.value, caught.value.error.code.value, caught.value.error.detail


def settings_of(server: Server, **settings: object) -> SmtpSettings:
    given = {"host": "127.0.0.1", "port": server.port, "security": "none", "login": "none"} | settings
    return SmtpSettings.model_validate(given)


def test_a_login(guarded: Server) -> None:
    login = {"login": "password", "username": "alice", "password": "open sesame"}
    open_session(settings_of(guarded, **login), timeout=3).quit()
    assert guarded.logins == [("alice", "open sesame")]


def test_a_wrong_password_is_named_with_the_servers_words(guarded: Server) -> None:
    login = {"login": "password", "username": "alice", "password": "wrong"}
    stage, code, words = refusal_of(port=guarded.port, **login)
    assert (stage, code) == ("login", "mailbox_login")
    assert words == "535 5.7.8 Authentication credentials invalid"


def test_a_server_without_logins(server: Server) -> None:
    stage, code, words = refusal_of(port=server.port, login="password", username="a", password="b")
    assert (stage, code) == ("login", "mailbox_login")
    assert "does not offer a login" in words


def test_nobody_there() -> None:
    assert refusal_of(port=9) == ("connect", "mailbox_unreachable", "127.0.0.1:9: Connection refused")


def test_no_such_host() -> None:
    stage, code, words = refusal_of(host="mail.nowhere.invalid", port=25)
    assert (stage, code) == ("connect", "mailbox_unreachable")
    assert words.startswith("mail.nowhere.invalid:25: ")


def test_starttls(certificate: ssl.SSLContext) -> None:
    with serving(Server(), certificate) as server:
        open_session(settings_of(server, host="localhost", security="starttls"), timeout=3).quit()


def test_a_certificate_for_another_name(certificate: ssl.SSLContext) -> None:
    with serving(Server(), certificate) as server:
        stage, code, words = refusal_of(port=server.port, security="starttls")
    assert (stage, code) == ("connect", "mailbox_unreachable")
    assert "its certificate is not valid" in words
    assert "IP address mismatch" in words


def test_a_certificate_that_nobody_vouches_for(certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(Server(), certificate) as server:
        _, code, words = refusal_of(host="localhost", port=server.port, security="starttls")
    assert code == "mailbox_unreachable"
    assert "self-signed certificate" in words


def test_no_starttls(server: Server) -> None:
    _, _, words = refusal_of(port=server.port, security="starttls")
    assert words.startswith("The server does not offer STARTTLS.")


def test_tls_spoken_to_a_plain_port(server: Server) -> None:
    _, code, words = refusal_of(port=server.port, security="tls")
    assert code == "mailbox_unreachable"
    assert "does not speak TLS" in words
