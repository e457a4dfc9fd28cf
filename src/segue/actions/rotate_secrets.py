"""Encrypt every stored secret with the key of now."""

from collections.abc import Callable
from dataclasses import dataclass

from segue.models.renewing import columns_of_secrets, renew


@dataclass(frozen=True)
class Rotation:
    """How many secrets there are, how many were encrypted anew, and where those are that no key can read."""

    seen: int
    written: int
    lost: tuple[str, ...]


def rotate_secrets(tell: Callable[[str, int], None]) -> Rotation:
    """`tell` is told now and then which column is gone through, and how many secrets were seen so far."""
    seen = written = 0
    lost: list[str] = []
    for column in columns_of_secrets():
        for part in renew(column):
            seen, written = seen + part.seen, written + part.written
            lost += [f"{column} {number}" for number in part.lost]
            tell(str(column), seen)
    return Rotation(seen, written, tuple(lost))
