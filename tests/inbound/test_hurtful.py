"""What anybody may send to stop the reading of a mailbox: none of it takes longer than its size asks for.

The one kind of test here that looks at the time, as that is what is attacked: each of these took from seconds to many
minutes. It is the time of the processor, and the bound is many times what is needed.
"""

import time

import pytest

from segue.domain.receiving.foreign_html import page_text
from segue.domain.receiving.mime import MOST_BYTES
from segue.domain.receiving.parse import parse
from segue.domain.receiving.quoting import new_text
from segue.domain.receiving.rules import judge
from segue.web.hooks.bounded import BoundedMessage
from tests.inbound.samples import NOW

HEAD = b"From: ada@example.com\nTo: team@acme.example\n"
MOST_SECONDS = 2
MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
REPORT = b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"


def filled(start: bytes, unit: bytes, end: bytes = b"") -> bytes:
    return HEAD + start + unit * ((MOST_BYTES - len(HEAD + start + end)) // len(unit)) + end


def nested(depth: int) -> bytes:
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))


def text(kind: bytes) -> bytes:
    return b"Content-Type: text/" + kind + b"\n\n"


HTML = [
    b"<a ",
    b"<!--",
    b"</",
    b"<?",
    b"<!",
    b"<a href='",
    b"<a ='=\"",
    b"<![CDATA[",
    b"<style>",
    b"&",
    b"<blockquote>",
]
HURTFUL = {
    **{unit.decode(): filled(text(b"html"), unit) for unit in HTML},
    "digits": filled(text(b"html") + b"&#", b"9"),
    "report type": filled(b'Content-Type: multipart/report; report-type="', b";", b'"\n\nx'),
    "parameters": filled(b"Content-Type: text/plain;", b"a=b;", b"\n\nx"),
    "parameters of parts": filled(MIXED, b'--b\nContent-Type: text/plain; x="' + b";" * 900 + b'"\n\nx\n'),
    "punycode": filled(text(b"plain; charset=punycode"), b"\xc3\xa4bc"),
    "punycode returned": filled(text(b"rfc822-headers; charset=punycode"), b"\xc3\xa4bc"),
    "encoded words": filled(b"", b"Subject: " + b"=?a?q?" * 1_600 + b"\n", b"\nx"),
    "addresses": filled(b"", b"To: " + b'"a,' * 3_000 + b"\n", b"\nx"),
    "a header": filled(b"From: ", b"<a,\xc3\xa4", b"\n\nx"),
    "headers": filled(b"", b"a:\n", b"\nx"),
    "parts": filled(MIXED, b"--b\n\n"),
    "reports": filled(REPORT, b"Action: failed\n\n"),
    "empty reports": filled(REPORT, b"\n"),
    "deep": filled(nested(300), b"\n"),
    "less deep": filled(nested(100), b"\r"),
}


@pytest.mark.parametrize("raw", HURTFUL.values(), ids=HURTFUL)
def test_a_message_read_by_imap(raw: bytes) -> None:
    began = time.process_time()
    received = parse(raw)
    assert judge(received, {"team@acme.example"}, NOW.date()).rule
    new_text(received.text)
    assert time.process_time() - began < MOST_SECONDS


@pytest.mark.parametrize("raw", HURTFUL.values(), ids=HURTFUL)
def test_a_message_that_a_provider_posts(raw: bytes) -> None:
    began = time.process_time()
    message = BoundedMessage.parse_raw_mime(raw.decode("utf-8", "surrogateescape"))
    assert parse(message.as_bytes()).message_id
    assert time.process_time() - began < MOST_SECONDS


def test_what_a_provider_took_apart() -> None:
    began = time.process_time()
    message = BoundedMessage.construct(
        from_email='"a,' * 80_000,
        to="a:" * 80_000,
        subject="=?a?q?" * 40_000,
        text="Hi\nBcc: x",
        headers=[("X", "\n<")],
    )
    assert parse(message.as_bytes()).text == "Hi\nBcc: x"
    assert time.process_time() - began < MOST_SECONDS


def test_only_the_beginning_is_read() -> None:
    received = parse(filled(b"Message-ID: <one@x>\n\n", b"word ") + b"end" * 10_000_000)
    assert received.message_id == "<one@x>"
    assert "end" not in received.text


def test_of_a_message_that_is_too_entangled_the_headers_count() -> None:
    raw = b"Subject: Yes\nIn-Reply-To: <one@x>\n" + HURTFUL["deep"]
    assert (parse(raw).subject, parse(raw).references, parse(raw).sender) == ("Yes", ("<one@x>",), "ada@example.com")


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<p title='a > b'>Yes</p>", "Yes"),
        ('<p class=a">Yes</p>', "Yes"),
        ("1 < 2 and </ is text", "1 < 2 and </ is text"),
        ("Yes<!-- > no -->!", "Yes!"),
        ("Yes<!-- no", "Yes"),
        ("<script>if (a<b) '</head>'</script>Yes", "Yes"),
        ("<STYLE>p > a {}</Style >Yes", "Yes"),
        ("<head><title>No</title><body>Yes", "Yes"),
        ("a<br/>b<br>c", "a\nb\nc"),
        ("<blockquote>Hi<blockquote>you</blockquote></blockquote>Yes", "> Hi\n> > you\n>\nYes"),
        ("&lt;b&gt;&nbsp;&#8364; &#99999999999;&amp", "<b> € \ufffd&"),
        ("Yes<a href='never closed", "Yes"),
    ],
)
def test_what_a_reader_of_html_sees(html: str, seen: str) -> None:
    assert page_text(html) == seen


def test_headers_in_utf_8_are_read() -> None:
    received = parse("From: Ada Größe <ada@example.com>\nSubject: Grüße\n\nHi".encode())
    assert (received.subject, received.sender) == ("Grüße", "ada@example.com")
    message = BoundedMessage.construct(from_email="Ada Größe <ada@example.com>", subject="Grüße", text="Schön")
    again = parse(message.as_bytes())
    assert (again.subject, again.sender, again.text) == ("Grüße", "ada@example.com", "Schön")
