"""What may come in: addresses, values of fields, and several problems told at once."""

import pytest

from segue.domain.addresses import is_email, is_web_address
from segue.domain.problems import Problems
from segue.domain.records import RecordType, built_in_fields
from segue.domain.refusals import Invalid
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
