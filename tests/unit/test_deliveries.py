"""The Message-ID leads back to the delivery it was made from; the webhook-id is the same for each attempt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.deliveries import DeliveryKey, DeliveryState, key_of

IDS = st.integers(1, 2**63 - 1)
KEYS = st.builds(DeliveryKey, IDS, IDS, st.integers(1, 10_000))


@settings(max_examples=25)
@given(KEYS, st.sampled_from(["acme.example", "mail.a-b.example", "x.example", "segue.invalid"]))
def test_a_message_id_leads_back_to_its_delivery(key: DeliveryKey, host: str) -> None:
    assert key_of(key.message_id(host, "0a1b")) == key


@settings(max_examples=25)
@given(KEYS, KEYS)
def test_no_two_deliveries_share_one(one: DeliveryKey, other: DeliveryKey) -> None:
    assert (one.message_id("a.example", "0a") == other.message_id("a.example", "0a")) == (one == other)


@pytest.mark.parametrize(
    "foreign", ["", "<abc@example.com>", "<segue.1.2@a.example>", "<segue.1.2.3@a>x", "<segue.a.2.3@a.example>"]
)
def test_a_message_id_of_somebody_else_leads_nowhere(foreign: str) -> None:
    assert key_of(foreign) is None


def test_a_receiver_can_tell_that_an_attempt_is_not_the_first() -> None:
    first, second, other = DeliveryKey(1, 2, 1), DeliveryKey(1, 2, 2), DeliveryKey(1, 3, 1)
    assert first.idempotency_key == second.idempotency_key != other.idempotency_key


def test_states_in_words() -> None:
    assert [state.label for state in DeliveryState] == ["Ready", "Open", "Sent", "Failed", "Unknown", "Not tried"]
