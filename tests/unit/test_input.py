"""What may come in: addresses, values of fields, and several problems told at once."""

import pytest

from segue.domain.addresses import is_email, is_web_address, web_address_problem
from segue.domain.naming import one_line
from segue.domain.problems import Problems
from segue.domain.records import RecordType, built_in_fields
from segue.domain.refusals import Invalid
from segue.domain.steps import StepKind, parse_config
from segue.domain.values import LONGEST_CUSTOM, BadValueError, check_value
from tests.unit.facts import FIELDS

PERSON = {field.key: field for field in built_in_fields(RecordType.PERSON)}


@pytest.mark.parametrize("address", ["ada@example.com", "a.b+c@mail.example.co.uk", "ünï@exämple.de", "x@a.b"])
def test_an_address(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "text",
    ["", "ada", "ada@", "@example.com", "ada@example", "ada@exa mple.com", "ada@example.com\n", "a@b@c.example",
     "Ada <ada@example.com>", "ada@example.com,bob@example.com", "ada@.com", "x" * 250 + "@a.example"],
)  # fmt: skip
def test_not_an_address(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize("address", ["https://a.example", "http://localhost:8080/x?y=1#z", "https://[2001:db8::1]:9/x"])
def test_a_web_address(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "text",
    ["", "a.example", "ftp://a.example", "javascript:alert(1)", "https://", "https://user:secret@a.example",
     "https://a.example/x y", "https://a.example:99999", "https://a.example:x", "https://[::1", "https://a\n.example"],
)  # fmt: skip
def test_not_a_web_address(text: str) -> None:
    assert not is_web_address(text)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://a.example", "must start with https:// or http:// and name a host"),
        ("https://", "must start with https:// or http:// and name a host"),
        ("https://user:secret@a.example", "cannot hold a user name or password"),
        ("https://a.example/{{ person.id }}", "cannot hold merge fields"),
        ("https://a.example:99999", "port in the address must be a number from 1 to 65535"),
        ("https://a.example:x", "port in the address must be a number"),
        ("https://a.example:0", "port in the address must be a number"),
        ("https://a.example/x y", "cannot hold spaces"),
        ("https://[::1", "host in the address cannot be read"),
    ],
)
def test_why_a_web_address_cannot_be_used(address: str, reason: str) -> None:
    assert reason in web_address_problem(address)


HIDDEN = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_what_nobody_sees_is_taken_out_of_a_line() -> None:
    assert one_line(f" A{HIDDEN}da\x00\x1b\x7f\x9f \t\nKim ") == "Ada Kim"
    # Letters of right-to-left languages, and what joins emoji and letters, stay.
    assert one_line("עדה می\u200cخواهم 👩\u200d💻") == "עדה می\u200cخواهم 👩\u200d💻"
    assert Problems().text("name", f"A{HIDDEN}cme", label="The name", longest=5) == "Acme"


def test_only_hidden_characters_are_no_name() -> None:
    problems = Problems()
    problems.text("name", HIDDEN, label="The name", longest=100)
    assert problems.found == {"name": ["The name is empty."]}


def test_titles_and_tags_of_steps_hide_nothing() -> None:
    assert parse_config(StepKind.TODO, {"title": f"Ca{HIDDEN}ll"}).templates["title"] == "Call"
    assert parse_config(StepKind.TAG, {"tag": f"Wa{HIDDEN}rm"}).model_dump()["tag"] == "Warm"


@pytest.mark.parametrize(
    ("key", "value"), [("email", ""), ("email", "a@b.example"), ("time_zone", "Europe/Amsterdam"), ("city", "x" * 100)]
)
def test_a_value_that_fits(key: str, value: str) -> None:
    assert check_value(PERSON[key], value) == value


@pytest.mark.parametrize(("key", "value"), [("email", "a@b"), ("time_zone", "Mars/Base"), ("city", "x" * 101)])
def test_a_value_that_does_not(key: str, value: str) -> None:
    with pytest.raises(BadValueError, match=r"\.$"):
        check_value(PERSON[key], value)


def test_a_custom_field_takes_any_text_that_is_not_too_long() -> None:
    stage = FIELDS.of(RecordType.PERSON)["stage"]
    assert check_value(stage, "not@an address") == "not@an address"
    with pytest.raises(BadValueError, match="Stage is longer than"):
        check_value(stage, "x" * (LONGEST_CUSTOM + 1))


def test_every_problem_is_told_at_once() -> None:
    problems = Problems()
    assert problems.text("name", "  Acme ", label="The name", longest=100) == "Acme"
    problems.text("title", " ", label="The title", longest=100)
    problems.text("note", "x" * 101, label="The note", longest=100)
    assert problems.email("email", " ADA@Example.com") == "ada@example.com"
    problems.email("cc", "nobody")
    problems.time_zone("zone", "Mars/Base")
    with pytest.raises(Invalid) as caught:
        problems.raise_any()
    assert set(caught.value.problems) == {"title", "note", "cc", "zone"}
    assert caught.value.status == 422


def test_without_a_problem_nothing_is_raised() -> None:
    problems = Problems()
    problems.time_zone("zone", "UTC")
    problems.raise_any()
    assert problems.found == {}
