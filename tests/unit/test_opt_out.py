"""Links to opt out: each leads to its delivery, and no other text does."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segue.domain.deliveries import DeliveryKey
from segue.domain.opt_out import is_genuine, masked, opt_out_url, reach_problem, read_token, token_for

SECRET = "5f" * 32
IDS = st.integers(min_value=1, max_value=10**18 - 1)
KEYS = st.builds(DeliveryKey, IDS, IDS, st.integers(min_value=0, max_value=10**6))
KEY = DeliveryKey(12, 7, 1)
TOKEN = token_for(SECRET, KEY)


def accepted(secret: str, token: str) -> DeliveryKey | None:
    """The delivery that a token opens."""
    read = read_token(token)
    return read[0] if read and is_genuine(secret, *read) else None


@given(KEYS, st.text(min_size=1))
def test_a_token_leads_back_to_its_delivery(key: DeliveryKey, secret: str) -> None:
    assert accepted(secret, token_for(secret, key)) == key


@given(KEYS)
def test_it_travels_in_a_url_as_it_is(key: DeliveryKey) -> None:
    token = token_for(SECRET, key)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", token)
    # The signature is 128 bits or more in base64, 6 bits a character.
    assert len(token.rpartition(".")[2]) * 6 >= 128


@given(st.text())
@example(f"{TOKEN}\n")
@example(TOKEN.replace("12.", "012.", 1))
@example(TOKEN.replace("12", "\u0661\u0662", 1))
@example("1.1.1.")
@example("...")
def test_no_other_text_is_one(text: str) -> None:
    assert text == TOKEN or accepted(SECRET, text) is None


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_changing_any_character_spoils_it(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    assert changed == TOKEN or accepted(SECRET, changed) is None


@given(KEYS, KEYS)
def test_the_signature_of_one_delivery_opens_no_other(one: DeliveryKey, other: DeliveryKey) -> None:
    mac = token_for(SECRET, one).rpartition(".")[2]
    assert is_genuine(SECRET, other, mac) == (one == other)


@given(KEYS, st.text(), st.text())
def test_another_workspace_secret_opens_nothing(key: DeliveryKey, one: str, other: str) -> None:
    # HMAC fills a key up with zeros, so two that differ in nothing else are one; real ones are 64 characters of hex.
    same = one.rstrip("\0") == other.rstrip("\0")
    assert (accepted(other, token_for(one, key)) == key) == same or len(one.encode()) > 64 or len(other.encode()) > 64


def test_links_of_today_work_for_ever() -> None:
    """A change of this text would make the links in all mail that has left void."""
    assert TOKEN == "12.7.1.HXMGKH1N8IxgojLfgM_H-A"


@pytest.mark.parametrize("base", ["https://segue.example.com", "https://segue.example.com/"])
def test_the_address_of_the_page(base: str) -> None:
    assert opt_out_url(base, "1.2.3.x") == "https://segue.example.com/u/1.2.3.x/"


@pytest.mark.parametrize(
    ("address", "shown"), [("ada.vale@kestrel.example", "a•••@kestrel.example"), ("é@example.com", "é•••@example.com")]
)
def test_an_address_is_shown_in_part(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("https://segue.example.com", ""),
        ("http://segue.example.com", "only over https"),
        ("http://127.0.0.1:8000", "cannot open it"),
        ("http://localhost:8000", "cannot open it"),
        ("https://192.168.1.5", "cannot open it"),
        ("http://[::1]:8000", "cannot open it"),
    ],
)
def test_an_address_that_recipients_cannot_use_is_told(base: str, words: str) -> None:
    problem = reach_problem(base)
    assert words in problem
    assert bool(problem) == bool(words)
