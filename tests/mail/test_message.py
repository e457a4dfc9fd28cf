"""A message as it arrives: opened in a strict parser, line by line where that matters."""

import re
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from segue.bench.mail_server import Server, Taken
from segue.channels.mail.headers import header_fields, mailbox, one_line
from segue.domain.delay import Delay, DelayUnit
from segue.domain.steps import StepKind
from segue.models import Activity, Attachment, Delivery, Mailbox
from tests.mail.messages import an_effect
from tests.world import StepPlan, World

FIRST = {"subject": "Hello {{ person.first_name }}", "body": "<p>Hi <b>{{ person.first_name }}</b>.</p><p>.dot</p>"}


def send(world: World, *configs: dict[str, Any], days: int = 1, **person: Any) -> None:
    steps = [StepPlan(StepKind.EMAIL, c, Delay(days if n else 0, DelayUnit.DAYS)) for n, c in enumerate(configs)]
    world.enroll(world.sequence(steps=steps), world.person("Ada Lovelace", **person))
    for _ in configs:
        world.tick(days=days)


@pytest.fixture(autouse=True)
def _https(settings: LazySettings) -> None:
    settings.SEGUE_PUBLIC_URL = "https://segue.example"


def test_text_and_html_are_alternatives(world: World, server: Server, mailbox: Mailbox) -> None:
    send(world, FIRST)
    [taken] = server.taken
    message = taken.message
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines()[:4] == ["Hi Ada.", "", ".dot", ""]
    assert text.get_content().splitlines()[4].startswith("Unsubscribe: https://segue.example/u/")
    assert "<strong>Ada</strong>" in html.get_content() or "<b>Ada</b>" in html.get_content()


def test_the_header(world: World, server: Server, mailbox: Mailbox) -> None:
    send(world, FIRST)
    message = server.taken[0].message
    assert str(message["From"]) == "Alice Admin <alice@acme.example>"
    assert str(message["To"]) == "Ada Lovelace <ada.lovelace@example.com>"
    assert message["Subject"] == "Hello Ada"
    assert parsedate_to_datetime(message["Date"]).tzinfo is not None
    assert re.fullmatch(r"<segue\.\d+\.\d+\.1\.[0-9a-f]{8}@acme\.example>", message["Message-ID"])
    assert message["MIME-Version"] == "1.0"
    # Once each: RFC 5322 §3.6.
    assert all(len(message.get_all(name) or []) == 1 for name in ("From", "To", "Subject", "Date", "Message-ID"))


def test_one_click_to_unsubscribe(world: World, server: Server, mailbox: Mailbox) -> None:
    send(world, FIRST)
    message = server.taken[0].message
    assert re.fullmatch(r"<https://segue\.example/u/[^>]+/>", message["List-Unsubscribe"])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_members_do_not_read_the_recipients_link(world: World, server: Server, mailbox: Mailbox) -> None:
    """Whoever follows it opts the recipient out: it is in what left, and in nothing that a member clicks."""
    send(world, FIRST)
    activity, delivery = Activity.objects.get(), Delivery.objects.get()
    assert delivery.payload["unsubscribe"] in delivery.payload["body"]
    assert "/u/" not in activity.body
    assert activity.body.endswith("Unsubscribe: (the recipient’s own link)\n")


def test_a_follow_up_is_in_the_same_thread(world: World, server: Server, mailbox: Mailbox) -> None:
    follow_up = {"subject": "", "body": "<p>Did you see this?</p>", "in_thread": True}
    send(world, FIRST, follow_up, follow_up)
    first, second, third = (taken.message for taken in server.taken)
    assert second["Subject"] == third["Subject"] == "Re: Hello Ada"
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert str(third["References"]).split() == [first["Message-ID"], second["Message-ID"]]
    assert first["In-Reply-To"] is None


def test_it_is_ready_for_dkim(world: World, server: Server, mailbox: Mailbox) -> None:
    long_line = "x" * 3_000
    send(world, {"subject": "é" * 100, "body": f"<p>Ünïcode 🎉 {long_line}</p>"})
    data = server.taken[0].data
    assert b"\n" not in data.replace(b"\r\n", b"")  # every line ends with CRLF
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert data.isascii()  # nothing for a relay to encode anew
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    head = data.partition(b"\r\n\r\n")[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 120


def test_names_addresses_and_subjects_of_the_world(world: World, server: Server, mailbox: Mailbox) -> None:
    mailbox.name, mailbox.address = "Jürgen Müller-Lüdenscheidt", "jürgen@büro.example"
    mailbox.save()
    ada = world.person("Łucja Żółć", email="łucja@bücher.example")
    world.enroll(world.sequence(steps=[StepPlan(StepKind.EMAIL, {"subject": "Grüße 🎉", "body": "<p>a</p>"})]), ada)
    world.tick()
    [taken] = server.taken
    assert taken.recipients == ("łucja@xn--bcher-kva.example",)
    assert taken.sender == "jürgen@xn--bro-hoa.example"
    assert taken.data.partition(b"\r\n\r\n")[0].decode()  # RFC 6532: UTF-8
    message = taken.message
    assert message["Subject"] == "Grüße 🎉"
    assert message["From"].addresses[0].display_name == "Jürgen Müller-Lüdenscheidt"
    assert message["To"].addresses[0].display_name == "Łucja Żółć"


def test_files_are_attached(world: World, server: Server, mailbox: Mailbox) -> None:
    data = bytes(range(256)) * 40
    file = Attachment.objects.create(
        workspace=world.workspace, name="Präsentation (1).pdf", content_type="application/pdf", size=len(data),
        data=data, created_at=world.now,
    )  # fmt: skip
    send(world, FIRST | {"attachments": [file.id]})
    message = server.taken[0].message
    assert message.get_content_type() == "multipart/mixed"
    [attached] = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("Präsentation (1).pdf", "application/pdf")
    assert attached.get_payload(decode=True) == data
    html = message.get_body(("html",))
    assert html is not None


def test_a_file_that_is_gone_fails_that_record_with_words(world: World, server: Server, mailbox: Mailbox) -> None:
    file = Attachment.objects.create(
        workspace=world.workspace, name="a.pdf", content_type="application/pdf", size=1, data=b"a", created_at=world.now
    )
    sequence = world.sequence(steps=[StepPlan(StepKind.EMAIL, FIRST | {"attachments": [file.id]})])
    [enrollment] = world.enroll(sequence, world.person())
    file.delete()
    world.tick()
    enrollment.refresh_from_db()
    assert (enrollment.status, enrollment.error_code) == ("failed", "attachment_missing")
    assert server.taken == []


NASTY = st.text(alphabet=st.sampled_from('a é\r\n\x00\t"\\<>,;:=?_\u2028\u0085🎉Bcc'), max_size=200)


@given(name=NASTY, subject=NASTY, sender=NASTY)
def test_nothing_that_comes_in_can_add_a_header(name: str, subject: str, sender: str) -> None:
    fields = header_fields(an_effect(to_name=name, subject=subject, from_name=sender))
    data = fields.encode() + b"\r\nbody\r\n"
    message = Taken("", (), data).message
    assert sorted(message.keys()) == ["Date", "From", "Message-ID", "Subject", "To"]
    assert message["To"].addresses[0].addr_spec == "ada@there.example"
    assert "\r\n\r\n" not in fields


@given(NASTY)
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    fields = header_fields(an_effect(subject=subject))
    assert one_line(str(Taken("", (), fields.encode() + b"\r\n").message["Subject"])) == one_line(subject)


@given(st.text(max_size=300))
def test_a_name_arrives_as_it_was_written(name: str) -> None:
    fields = f"To: {mailbox(name, 'ada@there.example')}\r\n\r\n"
    # By the older of Python's parsers: the newer leaves spaces between encoded words, which RFC 2047 §6.2 forbids.
    written = str(make_header(decode_header(fields.removeprefix("To: ").rstrip())))
    shown, address = written.rpartition("<")[0], written.rpartition("<")[2].rstrip(">")
    assert address == "ada@there.example"
    assert one_line(name).isascii() or one_line(shown) == one_line(name)
