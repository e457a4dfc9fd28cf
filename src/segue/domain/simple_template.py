"""The usual template, plain merge fields in text, filled in without Liquid: the same result in a tenth of the time."""

import re
from collections.abc import Mapping
from functools import lru_cache

Values = Mapping[str, Mapping[str, object]]

_FIELD = re.compile(r"\{\{ *(person|company|sender)\.([a-z][a-z0-9_]*) *\}\}")
_SPECIAL = {"size", "first", "last"}  # Liquid has a meaning of its own for these
_LONGEST = 50_000  # Liquid's limits on what comes out are for texts above this

_Pieces = tuple[tuple[str, str, str], ...]


def filled_in_simply(text: str, values: Values) -> str | None:
    """The text with its values, or None where that takes Liquid: other syntax, no value, a value that is no text."""
    read = _pieces(text)
    if read is None:
        return None
    pieces, end = read
    made: list[str] = []
    for before, group, key in pieces:
        value = values.get(group, {}).get(key)
        if type(value) is not str:
            return None
        made += (before, value)
    result = "".join((*made, end))
    return result if len(result) <= _LONGEST else None


@lru_cache(maxsize=4_000)
def _pieces(text: str) -> tuple[_Pieces, str] | None:
    """Each merge field with the text before it, and the text at the end; None if there is anything else in it."""
    parts = _FIELD.split(text)
    texts, groups, keys = parts[::3], parts[1::3], parts[2::3]
    if any("{" in part or "}" in part for part in texts) or _SPECIAL & set(keys):
        return None
    return tuple(zip(texts, groups, keys, strict=False)), texts[-1]
