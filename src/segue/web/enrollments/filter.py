"""Which part of a sequence's table is shown. It is kept in the address, so that a link shows the same."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from segue.domain.status import Status

LONGEST_SEARCH = 100
_LONGEST_ID = 18  # digits; one more may not fit the database's integers
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Filter:
    """`before` is where the page starts: only enrollments older than this id."""

    status: Status | None = None
    q: str = ""
    before: int | None = None

    @classmethod
    def read(cls, given: QueryDict) -> "Filter":
        """What makes no sense is left out: an old link still shows a table."""
        status, before = given.get("status", ""), given.get("before", "")
        return cls(
            status=next((s for s in Status if s.value == status), None),
            q=clean_search(given.get("q", "")),
            before=int(before) if before.isdecimal() and len(before) <= _LONGEST_ID else None,
        )

    @property
    def is_narrow(self) -> bool:
        """Whether something of the sequence may be left out."""
        return bool(self.status or self.q)

    @property
    def query(self) -> str:
        """The end of the address, from the question mark on; empty for the whole table."""
        parts = {"status": self.status, "q": self.q, "before": self.before}
        text = urlencode({name: str(value) for name, value in parts.items() if value})
        return f"?{text}" if text else ""

    def with_status(self, status: Status | None) -> "Filter":
        return replace(self, status=status, before=None)

    def from_start(self) -> "Filter":
        return replace(self, before=None)

    def older_than(self, before: int) -> "Filter":
        return replace(self, before=before)


def clean_search(text: str) -> str:
    """Words to look for, without what no database can look for."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_SEARCH]


def read_ids(values: list[str]) -> list[int] | None:
    """The ids a form sent; None where one of them is no number. One too large becomes the largest: it names nothing."""
    if not all(value.isdecimal() for value in values):
        return None
    return [int(value) if len(value) <= _LONGEST_ID else _LARGEST_ID for value in values]
