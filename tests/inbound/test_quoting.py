"""The new part of a reply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.receiving.quoting import new_text


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 23 Nov 2026 at 10:00, Acme <team@acme.example> wrote:\n> Hi\n> there",
        "On Mon, 23 Nov 2026 at 10:00, Acme Recruiting\n<team@acme.example> wrote:\n\n> Hi",
        "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Acme <team@acme.example>:\n> Hi",
        "Le lun. 23 nov. 2026 à 10:00, Acme <team@acme.example> a écrit :\n> Hi",
        "Op ma 23 nov 2026 om 10:00 schreef Acme <team@acme.example>:\n> Hi",
        "El lun, 23 nov 2026 a las 10:00, Acme (<team@acme.example>) escribió:\n> Hi",
        "-----Original Message-----\nFrom: Acme\nSent: Monday\n\nHi",
        "-----Ursprüngliche Nachricht-----\nVon: Acme\n\nHi",
        "________________________________\nFrom: Acme\nHi",
        "From: Acme <team@acme.example>\nSent: Monday, 23 November 2026\nTo: Ada\nSubject: Hello\n\nHi",
        "> Hi\n> there",
    ],
)
def test_what_was_quoted_is_cut(quoted: str) -> None:
    assert new_text(f"Yes, call me.\n\nAda\n\n{quoted}\n") == "Yes, call me.\n\nAda"


@pytest.mark.parametrize(
    "text",
    [
        "> Shall we talk?\nYes.\n> When?\nOn Monday.",
        "On Mon, 23 Nov 2026, Acme wrote:\n> Shall we talk?\nYes.",
        "> only quoted",
        "Just this.",
        "On Monday I wrote to my boss. We agree.",
    ],
)
def test_nothing_that_was_answered_is_lost(text: str) -> None:
    assert new_text(text) == text


@given(st.text(max_size=500))
def test_any_text_has_something_left(text: str) -> None:
    assert bool(new_text(text)) == bool(text.strip())
