"""A text that would cost minutes to read is refused before Liquid sees it."""

import pytest

from segue.domain import template
from segue.domain.template import TemplateTextError, problems_in, render
from segue.domain.template_limits import DEEPEST, LONGEST_TAG, MOST_FILTERS, MOST_FILTERS_IN_TAG, MOST_TAGS, excess

TOO_MUCH = [
    ("{% if " + "(" * 24_500 + "1" + ")" * 24_500 + " %}x{% endif %}", "too long at line 1: 1,000 characters at most"),
    (
        "\n{% if " + "(" * 11 + "1" + ")" * 11 + " %}x{% endif %}",
        "More than 10 brackets stand within each other at line 2",
    ),
    ("{{ a" + "[a" * 11 + "]" * 11 + " }}", "More than 10 brackets"),
    ('{{ "' + "&" * 997 + '" | escape }}', "too long at line 1"),
    ("{{" + " " * 49_000, "too long at line 1"),
    ("{{ 'a'" + " | escape" * 21 + " }}", "More than 20 filters follow each other at line 1"),
    ("{{ 'a' | upcase | downcase }}" * 26, "more than 50 filters"),
    ("{{ (1..25000000) | sort | first }}", "Ranges such as (1..9) cannot be used at line 1"),
    ('{{ ["x"y"] (1..9) ["z"] | sort }}', "Ranges"),
    ("{%- if person.first_name contains (1..9) -%}x{% endif %}", "Ranges"),
    ("{{ 1 }}" * 501, "more than 500 merge fields and tags"),
    ("{" * 50_000, "more than 500 merge fields and tags"),
]


@pytest.mark.parametrize(("text", "problem"), TOO_MUCH)
def test_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch, text: str, problem: str) -> None:
    def read(text: str) -> None:
        raise AssertionError("Liquid was asked to read it")

    monkeypatch.setattr(template._ENVIRONMENT, "from_string", read)
    [said] = problems_in(text, {})
    assert problem in said
    with pytest.raises(TemplateTextError) as refused:
        render(text, {})
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(((((((((((((((((((( 1..9 | | | |",
        "{{ 'so (1..9) it | goes ((((((((((((' }}",
        "{% # a comment ... ((((((((((((( | %}",
        "{{ a" + " | upcase" * MOST_FILTERS_IN_TAG + " }}",
        "{{ a | upcase }}" * MOST_FILTERS,
        "{{ a" + "[a" * DEEPEST + "]" * DEEPEST + " }}",
        "{{ '" + "x" * (LONGEST_TAG - 4) + "' }}",
        "{{ 1 }}" * MOST_TAGS,
    ],
)
def test_what_is_just_within_the_limits_passes(text: str) -> None:
    assert excess(text) == ""


@pytest.mark.parametrize("text", ["Hi {{ person.first_name | }} once", "{{ person.first_name | upcase }} once"])
def test_a_text_is_read_once_whether_it_can_be_or_not(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    first = problems_in(text, {"person.first_name": "First name"})

    def read(text: str) -> None:
        raise AssertionError("Liquid was asked to read it again")

    monkeypatch.setattr(template._ENVIRONMENT, "from_string", read)
    assert problems_in(text, {"person.first_name": "First name"}) == first


def test_an_error_within_liquid_is_told_in_a_sentence_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "{{ " + "9" * 900 + " | plus: 'an error of Python within the parser' }}"

    def fail(source: str) -> None:
        raise RecursionError

    monkeypatch.setattr(template._ENVIRONMENT, "_parse", fail)
    assert problems_in(text, {}) == [
        "The text is not valid: it cannot be read. Check what stands between its {{ }} and {% %}."
    ]
