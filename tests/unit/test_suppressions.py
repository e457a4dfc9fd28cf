"""Addresses and domains of the suppression list: one form for each, and words about them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.suppressions import Suppressed, SuppressionReason, read_value, spellings_of, values_of


@pytest.mark.parametrize(
    ("given_as", "kept"),
    [
        (" Ada@Example.COM ", "ada@example.com"),
        ("ada+x@example.com", "ada+x@example.com"),
        ("Example.com", "example.com"),
        ("@example.com", "example.com"),
        ("*@example.com", "example.com"),
        ("example.com.", "example.com"),
        ("ada@Bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("例え.jp", "xn--r8jz45g.jp"),
        ("i\u0308@example.com", "\u00ef@example.com"),
    ],
)
def test_each_has_one_form(given_as: str, kept: str) -> None:
    assert read_value(given_as) == (kept, "")


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "@", "*", "ada", "ada@", "ada@localhost", "com", "ada vale@example.com", "a@b@example.com",
        "exa mple.com", "-a.example", "a-.example", "a..example", ".example.com", "https://example.com/",
        "ada@-a.example", "x" * 300 + "@example.com", "a." * 130 + "example", "ada@example.com, bo@example.com",
        "Ada <ada@example.com>", "ada@exa\u200bmple..com", "ada@\ud83d.example",
    ],
)  # fmt: skip
def test_what_is_neither_is_told(text: str) -> None:
    problem = read_value(text)[1]
    assert "a domain such as example.com." in problem
    assert len(problem) < 200


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    value, problem = read_value(text)
    assert problem or read_value(value) == (value, "")


@given(st.emails())
def test_an_address_is_found_by_itself_and_its_domain(address: str) -> None:
    assert values_of(address) == (address.lower(), address.lower().rpartition("@")[2])


def test_a_record_may_hold_either_spelling() -> None:
    both = {"ada@bücher.example", "ada@xn--bcher-kva.example"}
    assert spellings_of("Ada@Bücher.example") == spellings_of("ada@xn--bcher-kva.example") == both
    assert spellings_of("Ada@Example.com") == {"ada@example.com"}
    assert spellings_of("ada@xn--0.example") == {"ada@xn--0.example"}


@pytest.mark.parametrize(
    ("value", "reason", "words"),
    [
        ("ada@example.com", SuppressionReason.OPT_OUT, "Opted out on 3 Nov 2026."),
        ("ada@example.com", SuppressionReason.BOUNCE, "The address bounced on 3 Nov 2026."),
        ("ada@example.com", SuppressionReason.COMPLAINT, "Reported a message as spam on 3 Nov 2026."),
        ("ada@example.com", SuppressionReason.MANUAL, "On the suppression list since 3 Nov 2026."),
        (
            "example.com",
            SuppressionReason.MANUAL,
            "Everybody at example.com has been suppressed since 3 Nov 2026.",
        ),
    ],
)
def test_why_nothing_goes_there(value: str, reason: SuppressionReason, words: str) -> None:
    assert Suppressed(value, reason, date(2026, 11, 3)).words == words
