"""Suppressions: addresses and domains that must not be written to. They outrank every sequence."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import idna

from segue.domain.addresses import LONGEST_EMAIL, is_email

_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+")


class SuppressionReason(StrEnum):
    """Why nothing may be sent there."""

    OPT_OUT = "opt_out"
    COMPLAINT = "complaint"
    BOUNCE = "bounce"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_wish(self) -> bool:
        """Whether the person asked for it: such a reason replaces the others, and only an admin takes it off."""
        return self in {SuppressionReason.OPT_OUT, SuppressionReason.COMPLAINT}


_LABELS = {
    SuppressionReason.OPT_OUT: "Opted out",
    SuppressionReason.COMPLAINT: "Reported as spam",
    SuppressionReason.BOUNCE: "Bounced",
    SuppressionReason.MANUAL: "Added by a person",
}
_SENTENCES = {
    SuppressionReason.OPT_OUT: "Opted out on {day}.",
    SuppressionReason.COMPLAINT: "Reported a message as spam on {day}.",
    SuppressionReason.BOUNCE: "The address bounced on {day}.",
    SuppressionReason.MANUAL: "On the suppression list since {day}.",
}


@dataclass(frozen=True)
class Suppressed:
    """That an address must not be written to: the entry that says so (itself or its domain), why and since when."""

    value: str
    reason: SuppressionReason
    on: date

    @property
    def words(self) -> str:
        """A sentence for whoever wanted to write there."""
        day = f"{self.on.day} {self.on:%b %Y}"
        if "@" not in self.value:
            return f"Everybody at {self.value} has been suppressed since {day}."
        return _SENTENCES[self.reason].format(day=day)


def values_of(address: str) -> tuple[str, str]:
    """What a list of suppressions may name an address by: itself and its domain, each in its one normal form."""
    local, at, domain = address.strip().lower().rpartition("@")
    domain = normal_domain(domain)
    return unicodedata.normalize("NFC", local) + at + domain, domain


def spellings_of(address: str) -> set[str]:
    """The ways in which a record may hold this address, in lower case: a domain has two, bücher and xn--bcher-kva."""
    normal, domain = values_of(address)
    found = {address.strip().lower(), normal}
    if "xn--" in domain:
        try:
            found.add(normal.removesuffix(domain) + idna.decode(domain))
        except idna.IDNAError:
            return found  # not a name that was ever encoded: there is one spelling
    return found


def normal_domain(domain: str) -> str:
    """A domain in lower case and ASCII (IDNA 2008), so that each has one form; unchanged if it cannot be one."""
    lowered = domain.strip().lower().removesuffix(".")
    if lowered.isascii():
        return lowered
    try:
        return idna.encode(lowered, uts46=True).decode()
    except idna.IDNAError:
        return unicodedata.normalize("NFC", lowered)


def read_value(text: str) -> tuple[str, str]:
    """An address or a domain as it is kept, and what is wrong with it ("" if nothing). "@example.com" is a domain."""
    given = text.strip().removeprefix("*")
    if not given:
        return "", "Give an email address, or a domain such as example.com."
    if "@" in given.lstrip("@"):
        value, domain = values_of(given)
        good = is_email(given) and len(value) <= LONGEST_EMAIL and _DOMAIN.fullmatch(domain)
    else:
        value = normal_domain(given.removeprefix("@"))
        good = _DOMAIN.fullmatch(value)
    shown = given if len(given) <= 100 else f"{given[:100]}…"
    return value, "" if good else f"“{shown}” is neither an email address nor a domain such as example.com."
