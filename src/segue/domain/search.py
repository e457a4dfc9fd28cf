"""What search compares: words without accents or capitals, the same on every database.

A record keeps them ready, each behind a space: " §7person ada lovelace ada example com". The first is its scope, so
that the index of all workspaces is read only where this one is; nobody can type it, § belongs to no word.
"""

import re
import unicodedata
from collections.abc import Iterable

from segue.domain.records import RecordType

_WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
# Letters that Unicode does not take apart, though people type them without their strokes.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def words_of(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, folded; each once, in their order."""
    found = _WORD.findall(_fold(text))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))


def scope_of(workspace_id: int, record_type: str) -> str:
    """The word that all records of this type in this workspace have, and no others."""
    return f"§{workspace_id}{record_type}"


def search_text(scope: str, parts: Iterable[str]) -> str:
    """What a record keeps for being found."""
    return f" {' '.join([scope, *words_of(' '.join(parts))])}"


def search_query(workspace_id: int, types: Iterable[RecordType], words: Iterable[str]) -> str:
    """A question for the index: records of any of these types in which every word begins a word."""
    return " ".join(["|".join(scope_of(workspace_id, record_type) for record_type in types), *words])


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether a record with this text would be found: the index's own answer, for one row in hand."""
    return all(f" {word}" in text for word in words)


def _fold(text: str) -> str:
    """Without capitals and accents: "Muñoz" and "MUNOZ" are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_PLAIN)
