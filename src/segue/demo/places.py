"""Cities of the example data, with phone numbers that regulators keep free for fiction.

Sources: Ofcom (UK), Bundesnetzagentur (Germany), PTS (Sweden), ARCEP (France), NANPA 555-01xx (US), ACMA (Australia).
The Netherlands keep none free, so nobody there has a number.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A time zone, and the part of a phone number before the last two digits ("" for none)."""

    time_zone: str
    phone: str = ""


PLACES = {
    "": Place(""),
    "Amsterdam": Place("Europe/Amsterdam"),
    "Utrecht": Place("Europe/Amsterdam"),
    "Rotterdam": Place("Europe/Amsterdam"),
    "London": Place("Europe/London", "+44 20 7946 03"),
    "Manchester": Place("Europe/London", "+44 161 496 01"),
    "Edinburgh": Place("Europe/London", "+44 131 496 02"),
    "Berlin": Place("Europe/Berlin", "+49 30 231253"),
    "Munich": Place("Europe/Berlin", "+49 89 999984"),
    "Stockholm": Place("Europe/Stockholm", "+46 8 465 004 "),
    "Paris": Place("Europe/Paris", "+33 1 99 00 12 "),
    "New York": Place("America/New_York", "+1 212 555 01"),
    "San Francisco": Place("America/Los_Angeles", "+1 415 555 01"),
    "Sydney": Place("Australia/Sydney", "+61 2 5550 12"),
}


def phone_in(city: str, number: int) -> str:
    """A fictional phone number in this city, or ""."""
    prefix = PLACES[city].phone
    return f"{prefix}{number % 100:02}" if prefix else ""
