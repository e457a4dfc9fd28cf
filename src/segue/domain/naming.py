"""What a record is called, and the text that search looks in."""

import unicodedata
from collections.abc import Iterable

LONGEST_NAME = 201  # two names of 100 characters and the space between them


def person_name(first_name: str, last_name: str, email: str) -> str:
    """A person's shown name: their names, else their address. Empty if there is none of these."""
    return (f"{first_name} {last_name}".strip() or email)[:LONGEST_NAME]


def search_text(parts: Iterable[str]) -> str:
    """The parts in lower case; words with accents are there without them too, so "munoz" finds Muñoz."""
    text = "\n".join(part for part in parts if part).lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text if plain == text else f"{text}\n{plain}"


def search_words(query: str) -> list[str]:
    """The words that must all be found."""
    return query.lower().replace("\0", " ").split()
