"""The day of return in an automatic reply: found where it is clear, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.receiving.return_date import return_date

MONDAY = date(2026, 11, 23)
THIRD = date(2026, 12, 3)


@pytest.mark.parametrize(
    "text",
    [
        "I will be back on 3 December.",
        "I am away. I return on December 3rd, 2026.",
        "Out of the office until the 3rd of December",
        "back in the office on Thursday 3 Dec",
        "Returning 2026-12-03.",
        "away until 2 December, back on 3 December",
        "Ich bin ab dem 3. Dezember wieder erreichbar.",
        "Ich bin am 3.12.2026 zurück und bis zum 3.12. nicht im Büro.",
        "Ich bin bis zum 3.12. nicht im Büro.",
        "Wieder im Büro am 03.12.2026",
        "Je suis absent jusqu'au 3 décembre 2026.",
        "De retour le 03/12/2026",
        "Ik ben terug op 3 december.",
        "afwezig tot en met 3-12-2026",
        "Vuelvo el 3 de diciembre de 2026.",
        "Estoy fuera hasta el 3 de diciembre",
    ],
)
def test_the_day_is_found(text: str) -> None:
    assert return_date(text, MONDAY) == THIRD


@pytest.mark.parametrize(
    "text",
    [
        "back on 03/04/2027",
        "until 12/03/2026",
        "back on 3 December or back on 4 December",
        "I was back on 3 November",
        "back on 3 December 2025",
        "back on 3 December 2031",
        "Ich bin ab dem 3. Dezember nicht im Büro.",
        "I will be back soon. On 3 December we close.",
        "back on 31 February",
        "back on 2026-13-45",
        "I am away.",
        "",
    ],
)
def test_what_is_not_clear_is_no_day(text: str) -> None:
    assert return_date(text, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until 25/12/2026", date(2026, 12, 25)),
        ("until 12/25/2026", date(2026, 12, 25)),
        ("until 05/05/2027", date(2027, 5, 5)),
        ("back on 7 January", date(2027, 1, 7)),
    ],
)
def test_numbers_that_can_be_read_in_one_way_only(text: str, day: date) -> None:
    assert return_date(text, MONDAY) == day


@given(st.text(max_size=300), st.dates())
def test_any_text_is_looked_at(text: str, base: date) -> None:
    found = return_date(f"back on {text}", base)
    assert found is None or found > base
