"""Suppression lists as CSV: what other tools write is read, what we write is read back, and no formula gets through."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.refusals import Invalid
from segue.domain.suppression_csv import MOST_BYTES, MOST_LINES, Line, read_lines, write_lines
from segue.domain.suppressions import SuppressionReason as Reason


def values(data: bytes) -> list[tuple[int, str]]:
    return [(line.number, line.value) for line in read_lines(data)]


@pytest.mark.parametrize(
    "data",
    [
        b"ada@example.com\nbo@example.com",
        b"ada@example.com\r\nbo@example.com\r\n",
        b"\xef\xbb\xbfada@example.com\nbo@example.com\n",
        "ada@example.com\nbo@example.com\n".encode("utf-16"),
        b'"ada@example.com"\n"bo@example.com"\n',
        b"ada@example.com;Ada;x\nbo@example.com;Bo;y\n",
        b"ada@example.com\tAda\nbo@example.com\tBo\n",
    ],
)
def test_a_column_of_addresses(data: bytes) -> None:
    assert values(data) == [(1, "ada@example.com"), (2, "bo@example.com")]


def test_empty_lines_are_passed_over_and_numbers_are_those_of_the_file() -> None:
    assert values(b"\n\nada@example.com\n , \n;\nbo@example.com\n\n")[0] == (3, "ada@example.com")
    assert values(b"email\n\n  \nada@example.com\n") == [(4, "ada@example.com")]


@pytest.mark.parametrize("header", ["Email", "e-mail", "VALUE", "Email Address", "address"])
def test_a_header_names_the_column(header: str) -> None:
    data = f"Name;{header};Reason;Note\nAda;ada@example.com;Unsubscribed;By phone\nBo;bo@example.com;;\n"
    assert read_lines(data.encode()) == [
        Line(2, "ada@example.com", Reason.OPT_OUT, "By phone"),
        Line(3, "bo@example.com", Reason.MANUAL, ""),
    ]


def test_addresses_and_domains_may_have_columns_of_their_own() -> None:
    assert values(b"email,domain\nada@example.com,\n,example.org\n") == [(2, "ada@example.com"), (3, "example.org")]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("Unsubscribe", Reason.OPT_OUT),
        ("unsubscribed", Reason.OPT_OUT),
        ("opt-out", Reason.OPT_OUT),
        ("optout", Reason.OPT_OUT),
        ("Opt out", Reason.OPT_OUT),
        ("SPAM", Reason.COMPLAINT),
        ("complaint", Reason.COMPLAINT),
        ("bounce", Reason.BOUNCE),
        ("Bounced", Reason.BOUNCE),
        ("hard bounce", Reason.BOUNCE),
        ("hard_bounce", Reason.BOUNCE),
        ("manual", Reason.MANUAL),
        ("", Reason.MANUAL),
        *((reason.label, reason) for reason in Reason),
        *((reason.value, reason) for reason in Reason),
    ],
)
def test_reasons_as_other_tools_write_them(word: str, reason: Reason) -> None:
    assert read_lines(f"email,reason\na@example.com,{word}\n".encode()) == [Line(2, "a@example.com", reason, "")]


def test_a_reason_nobody_knows_is_told() -> None:
    [line] = read_lines(b"email,reason\na@example.com,grumpy\n")
    assert line.problem == (
        "“grumpy” is no reason Segue knows. Write opt_out, complaint, bounce or manual, or leave it empty."
    )


def test_without_a_header_a_second_column_may_be_anything() -> None:
    assert read_lines(b"a@example.com,Ada\nb@example.com,unsubscribed\n") == [
        Line(1, "a@example.com", Reason.MANUAL, "Ada"),
        Line(2, "b@example.com", Reason.OPT_OUT, ""),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n ,\n", "is empty"),
        (b"email\n", "is empty"),
        ("ada@bücher.example".encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04\x00\x00", "not a CSV file"),
        (b'email\nada@example.com\n"bo@example.com\ncy@example.com\n', "Line 3 cannot be read"),
        (b"a" * 200_000, "Line 1 cannot be read"),
        (b"a@example.com\n" * (MOST_LINES + 1), "100,001 lines; 100,000 go at once"),
        (b"a,\n" * (MOST_BYTES // 3), "6,666,666 lines; 100,000 go at once"),
        (b"a" * (MOST_BYTES + 1), "larger than 20 MB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "file",
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_lines(data)
    assert words in caught.value.problems["file"][0]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+ada@example.com",
        "-x@example.com",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        " =1",
        "\n =1",
        "\xa0@x",
        "＝1",
        "　＋1",
        "－1",
        "＠x",
    ],
)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    written = "".join(write_lines([(cell, "manual", cell, "")]))
    [_, row] = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""))
    assert row[0] == row[2] == f"'{cell}"


ADDRESSES = st.from_regex(r"[a-z+=-][a-z0-9+]{0,8}@[a-z]{1,8}\.com", fullmatch=True)


@given(st.lists(st.tuples(ADDRESSES, st.sampled_from(Reason)), min_size=1, max_size=5))
def test_what_is_written_is_read_back(entries: list[tuple[str, Reason]]) -> None:
    written = "".join(write_lines((value, reason.value, "Said: “no”, twice", "") for value, reason in entries))
    read = [(line.value, line.reason, line.source) for line in read_lines(written.encode())]
    assert read == [(value, reason, "Said: “no”, twice") for value, reason in entries]


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        lines = read_lines(data)
    except Invalid as refusal:
        lines, problems = [], refusal.problems["file"]
    else:
        problems = []
    assert bool(lines) != bool(problems)
