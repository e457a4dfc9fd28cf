"""Servers that break the rules: nobody gets a message twice, nothing waits for ever, and the words are true."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from segue.channels.mail.compose import compose
from segue.channels.smtp.opening import open_session
from segue.channels.smtp.session import Lost, Session
from segue.domain.mailboxes import SmtpSettings
from segue.domain.outcome import MailboxTrouble, Outcome, Sent, Unknown
from tests.mail.messages import an_effect

MESSAGE = compose(an_effect(), {})
Talk = Callable[[socket.socket, str], bool]


@contextmanager
def talking(talk: Talk, *, pipelining: bool = False) -> Iterator[Session]:
    """A session with a server that answers each line by `talk`; it returns whether the conversation goes on."""
    listener = socket.create_server(("127.0.0.1", 0))
    extensions = b"250-nasty\r\n250-PIPELINING\r\n250 8BITMIME\r\n" if pipelining else b"250 nasty\r\n"

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 hello\r\n")
            in_message = False
            for line in lines:
                text = line.decode().strip()
                if text.upper().startswith("EHLO"):
                    connection.sendall(extensions)
                    continue
                if in_message and text != ".":
                    continue
                in_message = text.upper() == "DATA"
                try:
                    if not talk(connection, text):
                        return
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    session = open_session(
        SmtpSettings.model_validate({"host": "127.0.0.1", "port": port, "security": "none", "login": "none"}), timeout=5
    )
    try:
        yield session
    finally:
        session.close()
        listener.close()
        thread.join(5)


def polite(connection: socket.socket, line: str) -> bool:
    connection.sendall(b"354 go on\r\n" if line.upper() == "DATA" else b"250 fine\r\n")
    return True


def after_the_dot(answer: bytes) -> Talk:
    def talk(connection: socket.socket, line: str) -> bool:
        if line != ".":
            return polite(connection, line)
        connection.sendall(answer)
        return True

    return talk


def send(session: Session, last_timeout: float = 5) -> Outcome | Lost:
    return session.send(MESSAGE, 1, last_timeout)


@pytest.mark.parametrize("answer", [b"250 ok\r\n", b"252 accepted\r\n", b"250-two\r\n250 lines\r\n", b"250\r\n"])
def test_any_2xx_to_the_message_means_that_it_was_taken(answer: bytes) -> None:
    with talking(after_the_dot(answer)) as session:
        assert isinstance(send(session), Sent)


@pytest.mark.parametrize("answer", [b"354 hmm\r\n", b"\xff\xfe OK queued\r\n", b"hello\r\n", b"999 what\r\n", b"\r\n"])
def test_an_answer_that_says_nothing_leaves_it_unknown(answer: bytes) -> None:
    with talking(after_the_dot(answer)) as session:
        assert isinstance(send(session), Unknown)
        assert not session.is_open


def test_a_server_out_of_step_gets_no_second_message() -> None:
    with talking(after_the_dot(b"250 ok\r\n250 and again\r\n")) as session:
        assert isinstance(send(session), Sent)
        time.sleep(0.05)  # for the second line to arrive; were it late, the next answers would not fit and be seen
        assert isinstance(send(session), Lost)
        assert not session.is_open


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
@pytest.mark.parametrize("pipelining", [True, False])
def test_an_answer_out_of_turn_ends_the_conversation(stage: str, pipelining: bool) -> None:
    def talk(connection: socket.socket, line: str) -> bool:
        if line.upper().startswith(stage):
            connection.sendall(b"354 go on\r\n")
            return True
        return polite(connection, line)

    with talking(talk, pipelining=pipelining) as session:
        assert isinstance(send(session), Lost)


def test_a_slow_answer_to_the_message_is_waited_for() -> None:
    def talk(connection: socket.socket, line: str) -> bool:
        if line == ".":
            threading.Event().wait(1.5)
        return polite(connection, line)

    with talking(talk) as session:
        assert isinstance(send(session), Sent)


def test_no_answer_is_told_as_such() -> None:
    with talking(after_the_dot(b"")) as session:
        found = send(session, last_timeout=0.3)
        assert isinstance(found, Unknown)
        assert found.detail.endswith("no answer in time.")


@pytest.mark.parametrize("bit", [b"2", b"250-more\r\n" * 50])
def test_a_server_that_drips_or_floods_is_left(bit: bytes) -> None:
    def talk(connection: socket.socket, line: str) -> bool:
        if not line.upper().startswith("RCPT"):
            return polite(connection, line)
        while True:
            connection.sendall(bit)
            threading.Event().wait(0.05)

    with talking(talk) as session:
        began = time.monotonic()
        assert isinstance(send(session), Lost)
        assert time.monotonic() - began < 4


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_goodbye_keeps_its_words(pipelining: bool) -> None:
    def talk(connection: socket.socket, line: str) -> bool:
        if line.upper().startswith("MAIL"):
            connection.sendall(b"421 4.7.28 rate limit exceeded\r\n")
            return False
        return polite(connection, line)

    with talking(talk, pipelining=pipelining) as session:
        found = send(session)
        assert isinstance(found, MailboxTrouble)
        assert (found.error.code, found.error.detail) == ("mailbox_quota", "421 4.7.28 rate limit exceeded")
