"""Merge fields: filled in, or refused in words. Never an empty gap, never a text that eats the worker."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.template import MissingValueError, TemplateTextError, problems_in, render

VALUES = {"person": {"first_name": "Ada", "notes": "{{ person.first_name }}"}, "sender": {"name": "Acme"}}
KNOWN = {"person.first_name": "First name", "person.city": "City", "sender.name": "Sender"}


@pytest.mark.parametrize(
    ("text", "filled_in"),
    [
        ("Hi {{ person.first_name }}!", "Hi Ada!"),
        ("Hi {{person.first_name|upcase}}, it is {{ sender.name }}", "Hi ADA, it is Acme"),
        ('Hi {{ person.city | default: "there" }}', "Hi there"),
        ('Hi {{ person.first_name | default: "there" }}', "Hi Ada"),
        ("{% if person.city %}in {{ person.city }}{% else %}somewhere{% endif %}", "somewhere"),
        ("{% unless person.city %}no city{% endunless %}", "no city"),
        ('{% if person.city == "Paris" %}Bonjour{% else %}Hello{% endif %}', "Hello"),
        ("{% assign name = person.first_name %}{{ name }}", "Ada"),
        ("{{ person.first_name | replace: 'A', 'Oo' }}", "Ooda"),
        ("no field", "no field"),
        ("", ""),
        ("{ curly } 100 %", "{ curly } 100 %"),
    ],
)
def test_filled_in(text: str, filled_in: str) -> None:
    assert render(text, VALUES) == filled_in


def test_a_value_is_never_read_as_a_template() -> None:
    assert render("{{ person.notes }}", VALUES) == "{{ person.first_name }}"


@settings(max_examples=25)
@given(st.text(alphabet=st.characters(exclude_characters="{", exclude_categories=["Cs"])))
def test_text_without_fields_stays_as_it_is(text: str) -> None:
    assert render(text, VALUES) == text


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{ person.city }}",
        "{{ person.city | upcase }}",
        "{{ person.city | date: '%d %B' }}",
        "{{ person.city | plus: 1 }}",
        "{{ 'Hi ' | append: person.city }}",
        "{% if person.first_name %}{{ person.city }}{% endif %}",
        "{% assign place = person.city %}{{ place }}",
    ],
)
def test_a_missing_value_is_named(text: str) -> None:
    with pytest.raises(MissingValueError) as caught:
        render(text, VALUES)
    assert caught.value.field == "person.city"
    assert "{{ person.city }} has no value" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hi {{ person.first_name", "line 1"),
        ("Hi\n{{ person.first_name }}{% nonsense %}", "not valid at line 2: unexpected tag 'nonsense'"),
        ("Hi\n{% if person.city %}", "not valid: expected tag endif, found its end"),
        ("{{ person.first_name | }}", "not valid: expected word"),
        ("{% for x in person %}{{ x }}{% endfor %}", "unexpected tag 'for'"),
        ("{% include 'secret' %}", "unexpected tag 'include'"),
        ("{% render 'secret' %}", "unexpected tag 'render'"),
        ("{% increment n %}", "unexpected tag 'increment'"),
        ("{% if a %}" * 500, "nesting"),
    ],
)
def test_a_text_that_cannot_be_used_says_where(text: str, problem: str) -> None:
    assert problem in " ".join(problems_in(text, KNOWN))
    with pytest.raises(TemplateTextError, match=problem):
        render(text, VALUES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ person.shoe_size }}", "There is no merge field {{ person.shoe_size }}."),
        ("{{ first_name }}", "There is no merge field {{ first_name }}."),
        ("{% if person.shoe_size %}x{% endif %}", "There is no merge field {{ person.shoe_size }}."),
        ("{{ person.first_name | shout }}", "There is no filter “shout”."),
    ],
)
def test_what_is_unknown_cannot_be_published(text: str, problem: str) -> None:
    assert problems_in(text, KNOWN) == [problem]


@pytest.mark.parametrize(
    "text", ["Hi {{ person.first_name }}", "{{ person.city | default: 'x' }}", "{% assign a = 'x' %}{{ a }}", "plain"]
)
def test_what_is_known_can(text: str) -> None:
    assert problems_in(text, KNOWN) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 40 + "{{ a }}",
        "{{ sender.bio | replace: 'x', sender.bio | size }}",
        "{{ sender.bio | split: '' | join: sender.bio | size }}",
        "{{ sender.bio }}" * 50,
        "{{ sender.bio | split: '' | uniq | size }}",
        "{{ sender.bio | strip_html }}",
        "{{ sender.bio | date: '%Y' }}",
    ],
)
def test_a_text_that_would_eat_memory_or_time_is_refused(text: str) -> None:
    with pytest.raises(TemplateTextError, match=r"limit|too long"):
        render(text, {"sender": {"bio": "x" * 20_000}})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{% assign n = 9999999999 %}" + "{% assign n = n | times: n %}" * 20 + "{{ n }}", "number would become too"),
        ('{{ "1e400" | ceil }}', "the filter “ceil” cannot be used on this value"),
        ('{{ "nan" | floor }}', "the filter “floor” cannot be used on this value"),
        ('{{ "99999999999999999" | date: "%Y" }}', "the filter “date” cannot be used on this value"),
        ('{% if 1 < "a" %}x{% endif %}', "not supported between"),
    ],
)
def test_what_cannot_be_computed_is_told_in_words(text: str, problem: str) -> None:
    assert problems_in(text, KNOWN) == []  # it depends on the values, so it is known only then
    with pytest.raises(TemplateTextError, match=problem):
        render(text, VALUES)


@settings(max_examples=40)
@given(st.text(alphabet="{}%|ab. '\n:", max_size=40))
def test_any_text_is_filled_in_or_refused_in_words(text: str) -> None:
    with suppress(MissingValueError, TemplateTextError):
        assert isinstance(render(text, VALUES), str)
