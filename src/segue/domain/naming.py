"""What a record is called."""

import re

LONGEST_NAME = 201  # two names of 100 characters and the space between them

# They turn the direction of what follows, so that a name can make the words around it read as something else.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def without_hidden(text: str) -> str:
    """The text without characters that nobody sees and that change how others look."""
    return _CONTROLS.sub(" ", _TURNING.sub("", text))


def one_line(text: str) -> str:
    """A name, title or tag as it is kept: nothing hidden in it, and one space where there are several."""
    return " ".join(without_hidden(text).split())


def person_name(first_name: str, last_name: str, email: str) -> str:
    """A person's shown name: their names, else their address. Empty if there is none of these."""
    return (f"{first_name} {last_name}".strip() or email)[:LONGEST_NAME]


def typed_words(query: str) -> list[str]:
    """What somebody typed, word by word, for names that keep their accents and signs."""
    return query.lower().replace("\0", " ").split()
