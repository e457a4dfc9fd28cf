"""Which rule decides what a message is. The headers come first, phrases last; a person's answer is a reply."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.inbound import InboundKind
from segue.domain.receiving.parse import parse
from segue.domain.receiving.quoting import new_text
from segue.domain.receiving.rules import judge
from segue.domain.receiving.verdict import Verdict
from tests.inbound.samples import complaint, exchange_bounce, postfix_bounce, qmail_bounce, reply

ADA, TEAM = "ada@example.com", "team@acme.example"
OURS = "<segue.1.2.3.0123abcd@acme.example>"
MONDAY = date(2026, 11, 23)


def verdict(raw: bytes) -> Verdict:
    return judge(parse(raw), {TEAM}, MONDAY)


def from_ada(text: str = "Yes", subject: str = "Re: Hello", **headers: str) -> Verdict:
    return verdict(reply(f"Ada <{ADA}>", TEAM, text, subject=subject, **headers))


@pytest.mark.parametrize(
    ("headers", "kind", "rule"),
    [
        ({}, InboundKind.REPLY, "A person wrote it"),
        ({"Auto_Submitted": "no"}, InboundKind.REPLY, "A person wrote it"),
        ({"Auto_Submitted": "auto-replied (vacation)"}, InboundKind.AUTO_REPLY, "Header Auto-Submitted: auto-replied"),
        ({"Auto_Submitted": "auto-generated"}, InboundKind.AUTO_REPLY, "Header Auto-Submitted: auto-generated"),
        ({"X_Auto_Response_Suppress": "All"}, InboundKind.AUTO_REPLY, "Header X-Auto-Response-Suppress: All"),
        ({"X_Autoreply": "yes"}, InboundKind.AUTO_REPLY, "Header X-Autoreply: yes"),
        ({"X_Autorespond": "vacation"}, InboundKind.AUTO_REPLY, "Header X-Autorespond: vacation"),
        ({"Precedence": "bulk"}, InboundKind.AUTO_REPLY, "Header Precedence: bulk"),
        ({"Precedence": "auto_reply"}, InboundKind.AUTO_REPLY, "Header Precedence: auto_reply"),
        ({"List_Id": "News <news.example.com>"}, InboundKind.UNRELATED, "Header List-Id"),
        ({"Precedence": "list"}, InboundKind.UNRELATED, "Header List-Id or Precedence"),
        ({"List_Id": "x", "Auto_Submitted": "auto-replied"}, InboundKind.AUTO_REPLY, "Header Auto-Submitted"),
    ],
)
def test_headers_come_first(headers: dict[str, str], kind: InboundKind, rule: str) -> None:
    found = from_ada(**headers)
    assert found.kind is kind
    assert found.rule.startswith(rule)


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office", "[Out of the Office] Hello", "Automatic reply: Hello", "Abwesenheitsnotiz: Hello",
        "Automatische Antwort: Hello", "Réponse automatique : Hello", "Automatisch antwoord: Hello", "Afwezig",
        "Respuesta automática: Hello", "Fuera de la oficina",
    ],
)  # fmt: skip
def test_then_how_the_subject_begins(subject: str) -> None:
    found = from_ada(subject=subject)
    assert (found.kind, found.rule[:19]) == (InboundKind.AUTO_REPLY, "The subject begins ")


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\nI am out of the office this week.", "Guten Tag, ich bin derzeit nicht im Büro.",
        "Bonjour, je suis absente jusqu'au 3 décembre.", "Beste, ik ben afwezig.", "Hola, estoy de vacaciones.",
    ],
)  # fmt: skip
def test_then_how_the_text_begins(text: str) -> None:
    assert from_ada(text, subject="Thank you").kind is InboundKind.AUTO_REPLY
    assert from_ada(text, subject="Re: Hello").kind is InboundKind.REPLY, "a person may say so in an answer"


@pytest.mark.parametrize("subject", ["Re: Out of office next week?", "My absence of doubt? No: yes!", "About leave"])
def test_a_person_who_speaks_of_it_is_a_person(subject: str) -> None:
    assert from_ada("Let us talk.", subject=subject).kind is InboundKind.REPLY


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", InboundKind.HARD_BOUNCE),
        ("5.7.1", "failed", InboundKind.HARD_BOUNCE),
        ("5.2.2", "failed", InboundKind.SOFT_BOUNCE),
        ("4.4.7", "failed", InboundKind.SOFT_BOUNCE),
        ("4.4.1", "delayed", InboundKind.SOFT_BOUNCE),
        ("2.0.0", "delivered", InboundKind.UNRELATED),
        ("2.0.0", "relayed", InboundKind.UNRELATED),
    ],
)
def test_delivery_reports(status: str, action: str, kind: InboundKind) -> None:
    assert verdict(postfix_bounce(ADA, OURS, status, action)).kind is kind


def test_a_bounce_has_the_address_the_words_and_the_message() -> None:
    for raw in (postfix_bounce(ADA, OURS), exchange_bounce(ADA, OURS), qmail_bounce(ADA, OURS)):
        found = verdict(raw)
        assert (found.kind, found.failed_address) == (InboundKind.HARD_BOUNCE, ADA)
        assert "550" in found.diagnostic
        assert OURS in parse(raw).returned_ids


def test_the_rule_of_a_bounce_is_named() -> None:
    assert verdict(postfix_bounce(ADA, OURS)).rule == "Delivery report: action failed, status 5.1.1"
    assert verdict(qmail_bounce(ADA, OURS)).rule == "Worded as a bounce for good (flufl.bounce)"


def test_a_full_mailbox_without_a_report_is_no_bounce_for_good() -> None:
    full = qmail_bounce(ADA, OURS).replace(b"no mailbox here by that name (#5.1.1)", b"mailbox is full")
    assert verdict(full).kind is InboundKind.SOFT_BOUNCE


def test_an_answer_that_quotes_a_bounce_is_an_answer() -> None:
    quoted = "\n".join(f"> {line}" for line in qmail_bounce(ADA, OURS).decode().splitlines())
    assert from_ada(f"Look what I got:\n{quoted}").kind is InboundKind.REPLY


def test_a_complaint() -> None:
    found = verdict(complaint(ADA, OURS))
    assert (found.kind, found.failed_address) == (InboundKind.COMPLAINT, ADA)


def test_a_read_receipt_is_no_reply() -> None:
    raw = reply(ADA, TEAM, "Read").replace(
        b'text/plain; charset="utf-8"', b"multipart/report; report-type=disposition-notification; boundary=b"
    )
    assert verdict(raw).kind is InboundKind.UNRELATED


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("unsubscribe", InboundKind.UNSUBSCRIBE),
        ("UNSUBSCRIBE", InboundKind.UNSUBSCRIBE),
        ("Re: unsubscribe", InboundKind.REPLY),
        ("unsubscribe me from nothing", InboundKind.REPLY),
    ],
)
def test_unsubscribing_by_mail_is_the_subject_and_nothing_else(subject: str, kind: InboundKind) -> None:
    assert from_ada("", subject=subject).kind is kind
    elsewhere = verdict(reply(ADA, "other@acme.example", "", subject=subject))
    assert elsewhere.kind is InboundKind.REPLY


def test_the_newest_message_it_answers_to_comes_first() -> None:
    raw = reply(ADA, TEAM, "Yes").replace(b"Subject:", b"References: <1@x> <2@x>\n <3@x>\nIn-Reply-To: <3@x>\nSubject:")
    assert parse(raw).references == ("<3@x>", "<2@x>", "<1@x>")


def test_html_alone_is_read_too() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Yes,&nbsp;<b>call</b> me.</p><div>Ada</div>"
        "<blockquote><div>Hi Ada!</div></blockquote></body></html>"
    )
    raw = reply(ADA, TEAM, html).replace(b"text/plain", b"text/html")
    assert parse(raw).text.split("\n")[0] == "Yes, call me."
    assert "> Hi Ada!" in parse(raw).text
    assert "p{}" not in parse(raw).text


def test_words_in_other_scripts() -> None:
    raw = (
        b"From: =?utf-8?b?xYF1a2FzeiDFu8OzxYI=?= <ada@example.com>\nTo: team@acme.example\n"
        b"Subject: =?iso-8859-1?q?Gr=FC=DFe?= =?utf-8?q?_aus_K=C3=B6ln?=\n"
        b"Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\nSch=F6n \x80\n"
    )
    received = parse(raw)
    assert (received.subject, received.sender) == ("Grüße aus Köln", ADA)
    assert received.text.startswith("Schön")


def test_a_message_without_an_id_is_known_again() -> None:
    raw = b"From: ada@example.com\n\nHello"
    assert parse(raw).message_id == parse(raw).message_id != parse(raw + b"!").message_id


ODD_HEADERS = st.sampled_from(
    [b"From", b"Subject", b"Date", b"References", b"Content-Type", b"Content-Transfer-Encoding", b"Message-ID"]
)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_judged(raw: bytes) -> None:
    assert verdict(raw).rule


@given(st.lists(st.tuples(ODD_HEADERS, st.binary(max_size=100)), max_size=8), st.binary(max_size=500))
def test_any_headers_are_judged(headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = b"".join(name + b": " + value.replace(b"\n", b" ") + b"\n" for name, value in headers)
    assert verdict(raw + b"\n" + body).rule


SAMPLES = [sample(ADA, OURS) for sample in (postfix_bounce, exchange_bounce, qmail_bounce, complaint)]


@given(st.sampled_from(SAMPLES), st.floats(0, 1), st.binary(max_size=20))
def test_reports_that_were_cut_or_damaged_are_judged(raw: bytes, where: float, damage: bytes) -> None:
    cut = int(len(raw) * where)
    assert verdict(raw[:cut]).rule
    assert verdict(raw[:cut] + damage + raw[cut + len(damage) :]).rule


def nested(depth: int) -> bytes:
    """Parts within parts."""
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    "body",
    [
        b"From: " + b"(" * 9_000 + b"\n\n",
        b"From: a@b.example\n" + nested(3_000),
        b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 6_000,
        b"From: MAILER-DAEMON@b.example\n\n" + b"\n" * 200_000,
        b"From: MAILER-DAEMON@b.example\n\n" + b" " * 200_000,
        b"From: a@b.example\n\n" + b"on " * 60_000,
        b"From: a@b.example\n\n" + b"on\n" * 60_000,
        b"From: a@b.example\n\n" + b"-" * 200_000,
        b"From: a@b.example\n\n" + b"> \n" * 60_000,
        b"From: a@b.example\nSubject: " + b"=?" * 5_000 + b"\n\n",
        b"From: a@b.example\nReferences: " + b"<" * 200_000 + b"\n\n",
        b"From: a@b.example\nContent-Type: text/html\n\n" + b"<blockquote><" * 15_000,
    ],
    ids=[
        "comments",
        "parts",
        "messages",
        "lines",
        "spaces",
        "words",
        "on",
        "dashes",
        "quotes",
        "encoded",
        "ids",
        "html",
    ],
)
def test_messages_made_to_hurt_are_judged_in_no_time(body: bytes) -> None:
    began = time.process_time()
    found = verdict(body)
    new_text(parse(body).text)
    assert found.rule
    assert time.process_time() - began < 5
