"""Reading a real mailbox: only what is new, each message once, nothing changed in it, and trouble said in words."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from segue.channels.imap.connect import open_imap
from segue.channels.imap.reading import MOST_BYTES, Position, read_new
from segue.domain.mailboxes import ImapSettings, MailboxSettings
from segue.domain.receiving.parse import parse
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.models import Activity, InboundMessage, Inbox, Mailbox
from segue.models.inboxes import LONGEST_WAIT, due_inboxes, end_in_trouble, move_behind, move_on, read_soon, take_turn
from segue.runners import reading
from segue.runners.inboxes import InboxReaders
from segue.runners.reading import open_new_inboxes, read_inbox
from tests.engine.stages import EMAIL, Died, fresh
from tests.inbound.correspondence import ADA, LATER, first_sent, mailbox_of, sent_to_ada
from tests.inbound.dovecot import Server
from tests.inbound.samples import reply
from tests.waiting import wait_until
from tests.world import World


def use(world: World, settings: ImapSettings) -> Inbox:
    """The workspace's mailbox receives there; it was read once, when it was set up."""
    mailbox = mailbox_of(world)
    mailbox.settings = MailboxSettings(imap=settings).model_dump(mode="json")
    mailbox.save()
    open_new_inboxes(timezone.now())
    inbox = Inbox.objects.get(mailbox=mailbox)
    read_inbox(inbox.id)
    return inbox


def read_again(inbox: Inbox) -> Inbox:
    read_soon(inbox.mailbox, timezone.now())
    read_inbox(inbox.id)
    inbox.refresh_from_db()
    return inbox


def replies() -> list[str]:
    return list(Activity.objects.filter(kind="reply").order_by("id").values_list("body", flat=True))


def test_a_conversation(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("conversation"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    dovecot.put("conversation", reply(ADA, "team@acme.example", "Yes, call me.", answers=first_sent(enrollment)))
    read_again(inbox)
    assert replies() == ["Yes, call me."]
    world.tick(days=2)
    assert fresh(enrollment).status == Status.COMPLETED
    assert read_again(inbox).error_code == ""
    assert replies() == ["Yes, call me."]


def test_a_conversation_that_stops_the_sequence(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("stops"))
    enrollment = sent_to_ada(world, EMAIL, LATER, on_reply=OnReply.STOP)
    dovecot.put("stops", reply(ADA, "team@acme.example", "No.", answers=first_sent(enrollment)))
    read_again(inbox)
    assert fresh(enrollment).reason == Reason.STOPPED_BY_REPLY


def test_ten_thousand_old_messages_are_not_read(world: World, dovecot: Server) -> None:
    dovecot.fill("busy", 10_000)
    inbox = use(world, dovecot.settings("busy"))
    inbox.refresh_from_db()
    assert (inbox.last_uid, inbox.error_code) == (10_000, "")
    enrollment = sent_to_ada(world, EMAIL, LATER)
    dovecot.put("busy", reply(ADA, "team@acme.example", "New", answers=first_sent(enrollment)))
    with open_imap(dovecot.settings("busy")) as box:
        batches = list(read_new(box, "INBOX", Position(inbox.uid_validity, inbox.last_uid, None), world.now))
    assert [message.key for batch in batches for message in batch.messages] == [f"{inbox.uid_validity}:10001"]
    read_again(inbox)
    assert replies() == ["New"]


def test_nothing_is_marked_as_read(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("unseen"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    dovecot.put("unseen", reply(ADA, "team@acme.example", "Hello", answers=first_sent(enrollment)))
    read_again(inbox)
    assert replies() == ["Hello"]
    assert not [line for line in dovecot.flags("unseen") if b"\\Seen" in line]


def test_a_mailbox_that_moved_is_read_on_without_anything_twice(world: World, dovecot: Server) -> None:
    dovecot.put("moved", *(reply("old@old.example", "team@acme.example", "Old") for _ in range(3)))
    inbox = use(world, dovecot.settings("moved"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    dovecot.put("moved", reply(ADA, "team@acme.example", "One", answers=first_sent(enrollment)))
    before = read_again(inbox).uid_validity
    dovecot.put("moved", reply(ADA, "team@acme.example", "Two", answers=first_sent(enrollment)))
    dovecot.renumber("moved")
    assert read_again(inbox).uid_validity != before
    assert replies() == ["One", "Two"]
    dovecot.put("moved", reply(ADA, "team@acme.example", "Three", answers=first_sent(enrollment)))
    read_again(inbox)
    assert replies() == ["One", "Two", "Three"]


def test_large_attachments_stay_where_they_are(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("large"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    head, _, _ = reply(ADA, "team@acme.example", "x", answers=first_sent(enrollment)).partition(b"Content-Type")
    mime = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee the file.\n'
        b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    )
    dovecot.put("large", head + mime + b"QUJD" * 19 * 250_000 + b"\n--b--\n")
    inbox.refresh_from_db()
    with open_imap(dovecot.settings("large")) as box:
        batches = list(read_new(box, "INBOX", Position(inbox.uid_validity, inbox.last_uid, None), world.now))
    assert [len(message.raw) for batch in batches for message in batch.messages] == [MOST_BYTES]
    read_again(inbox)
    assert replies() == ["See the file."]


def test_a_message_that_breaks_every_rule_holds_up_no_other(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("broken"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    answers = first_sent(enrollment).encode()
    broken = (
        b"From: " + ADA.encode() + b"\nIn-Reply-To: " + answers + b"\nSubject: =?no-such-charset?B?////?=\n"
        b"Date: never\nContent-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n=\xff\xfe\x00!\n"
    )
    dovecot.put("broken", broken, b"\xff\xfe\n\n", reply(ADA, "team@acme.example", "Whole", answers=answers.decode()))
    read_again(inbox)
    assert "Whole" in replies()
    assert read_again(inbox).error_code == ""


def test_a_fault_of_ours_holds_up_no_other(world: World, dovecot: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = use(world, dovecot.settings("fault"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    monkeypatch.setattr(reading, "parse", failing_once(parse, ValueError("a fault")))
    for text in ("One", "Two"):
        dovecot.put("fault", reply(ADA, "team@acme.example", text, answers=first_sent(enrollment)))
    read_again(inbox)
    assert replies() == ["Two"]


def failing_once(function: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """As the function, but for the first call."""
    left = [error]

    def call(*args: object) -> object:
        if left:
            raise left.pop()
        return function(*args)

    return call


def test_a_reader_that_dies_between_message_and_position(
    world: World, dovecot: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = use(world, dovecot.settings("dies"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    monkeypatch.setattr(reading, "move_on", failing_once(move_on, Died()))
    dovecot.put("dies", reply(ADA, "team@acme.example", "Once", answers=first_sent(enrollment)))
    with pytest.raises(Died):
        read_again(inbox)
    assert replies() == ["Once"]
    inbox.refresh_from_db()
    assert (inbox.last_uid, due_inboxes(timezone.now())) == (0, [])  # its turn is not over yet
    later = timezone.now() + timedelta(minutes=3)
    assert due_inboxes(later) == [inbox.id]
    assert read_again(inbox).last_uid == 1
    assert replies() == ["Once"]


def test_a_reader_that_lost_its_turn_moves_nothing(
    world: World, dovecot: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = use(world, dovecot.settings("slow"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    dovecot.put("slow", reply(ADA, "team@acme.example", "Once", answers=first_sent(enrollment)))

    def taken_over(raw: bytes) -> Any:
        Inbox.objects.filter(id=inbox.id).update(last_uid=77, next_read_at=timezone.now() + timedelta(minutes=9))
        return parse(raw)

    monkeypatch.setattr(reading, "parse", taken_over)
    assert read_again(inbox).last_uid == 77


def test_a_message_that_takes_longer_than_a_turn_is_not_read_for_ever(
    world: World, dovecot: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is read the turn runs out and another worker takes over; for that one it takes as long."""
    inbox = use(world, dovecot.settings("long"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    for text in ("One", "Two"):
        dovecot.put("long", reply(ADA, "team@acme.example", text, answers=first_sent(enrollment)))

    def taking_long(raw: bytes) -> Any:
        Inbox.objects.filter(id=inbox.id).update(next_read_at=timezone.now() + timedelta(minutes=2))
        return parse(raw)

    monkeypatch.setattr(reading, "parse", taking_long)
    assert [read_again(inbox).last_uid for _ in range(3)] == [1, 2, 2]
    assert replies() == ["One", "Two"]


def test_what_a_slow_reader_did_moves_no_other_mailbox(world: World) -> None:
    """Meanwhile the mailbox was set to another server, which is read from its own beginning."""
    read_soon(mailbox_of(world), timezone.now())
    inbox = Inbox.objects.get()
    move_behind(inbox.id, (5, 1), (5, 2))
    inbox.refresh_from_db()
    assert (inbox.uid_validity, inbox.last_uid) == (None, 0)


def test_trouble_is_kept_with_the_mailbox_until_it_is_over(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("trouble", password="old"))
    inbox.refresh_from_db()
    assert inbox.error_code == "login"
    assert inbox.error_detail.startswith("The server refused the login.")
    since = inbox.error_since
    assert read_again(inbox).error_since == since
    mailbox = Mailbox.objects.get(id=inbox.mailbox_id)
    mailbox.settings = MailboxSettings(imap=dovecot.settings("trouble")).model_dump(mode="json")
    mailbox.save()
    inbox = read_again(inbox)
    assert (inbox.error_code, inbox.error_detail, inbox.error_since) == ("", "", None)


def test_the_longer_the_trouble_the_longer_the_wait(world: World) -> None:
    now, every = timezone.now(), timedelta(seconds=30)
    read_soon(mailbox_of(world), now)
    inbox = Inbox.objects.get()
    waits = []
    for minutes in (0, 1, 5, 60):
        moment = now + timedelta(minutes=minutes)
        read_soon(mailbox_of(world), moment)
        turn = take_turn(inbox.id, moment)
        assert turn is not None
        end_in_trouble(inbox.id, turn, moment, every, "timeout", "It did not answer.")
        inbox.refresh_from_db()
        assert inbox.next_read_at is not None
        waits.append(inbox.next_read_at - moment)
    assert waits == [every, timedelta(minutes=1), timedelta(minutes=5), LONGEST_WAIT]


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_receive_a_message_once(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("twice"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    texts = [f"Answer {n}" for n in range(20)]
    dovecot.put("twice", *(reply(ADA, "team@acme.example", text, answers=first_sent(enrollment)) for text in texts))
    read_soon(inbox.mailbox, timezone.now())
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        read_inbox(inbox.id)
        connection.close()

    readers = [threading.Thread(target=work) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert replies() == texts
    assert InboundMessage.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_beside_its_other_work(world: World, dovecot: Server) -> None:
    inbox = use(world, dovecot.settings("worker"))
    enrollment = sent_to_ada(world, EMAIL, LATER)
    dovecot.put("worker", reply(ADA, "team@acme.example", "Hello", answers=first_sent(enrollment)))
    read_soon(inbox.mailbox, timezone.now())
    readers = InboxReaders(threading.Event())
    readers.turn(timezone.now())
    wait_until(lambda: replies() == ["Hello"], what="the reply")
    readers.close()
