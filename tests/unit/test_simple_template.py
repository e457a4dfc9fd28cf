"""The quick way through the usual template gives what Liquid gives, and leaves everything else to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain import template
from segue.domain.simple_template import filled_in_simply

VALUES: dict[str, dict[str, object]] = {
    "person": {"first_name": "Ada", "city": "Paris", "age": 41, "size": "L"},
    "sender": {"name": "Mel"},
}
PIECES = st.sampled_from(
    ["Hi ", "{{ person.first_name }}", "{{person.city}}", "{{  sender.name }}", "\n", " % ", "ß", "{{ person.age }}",
     "{{ person.size }}", "{{- person.city -}}", "{{ person.city | upcase }}", "{% if person.city %}x{% endif %}"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8))
def test_it_gives_what_liquid_gives(pieces: list[str]) -> None:
    text = "".join(pieces)
    simple = filled_in_simply(text, VALUES)
    assert simple is None or simple == template._filled_in(text, VALUES)


@pytest.mark.parametrize(
    "text",
    ["{{ person.age }}", "{{ person.size }}", "{{ person.phone }}", "{{ company.name }}", "{{ person }}", "{ x }",
     "{{ person.city | upcase }}", "{% if person.city %}x{% endif %}", "{{- person.city }}", "a }} b"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_liquid(text: str) -> None:
    assert filled_in_simply(text, VALUES) is None


def test_the_usual_text() -> None:
    assert filled_in_simply("Hi {{ person.first_name }} in {{ person.city }}!", VALUES) == "Hi Ada in Paris!"


def test_a_long_result_is_left_to_liquid() -> None:
    long: dict[str, dict[str, object]] = {"person": {"city": "x" * 30_000}}
    assert filled_in_simply("{{ person.city }}" * 2, long) is None
