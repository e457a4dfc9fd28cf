"""From bytes to the parts of a message, in a time that grows with its size and no faster, whoever wrote it."""

import re
from collections.abc import Callable
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Any

from segue.domain.receiving.short_headers import SHORT_HEADERS

MOST_BYTES = 256 * 1024  # read of a message; its headers, its text and what it brings back come first
MOST_PARTS = 500  # the blocks of a delivery report count, too
# Python compares each line with the boundary of every part that it stands in.
_MOST_COMPARISONS = 1_000_000
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)

Make = Callable[..., Any]  # a message, from a policy


class _Entangled(Exception):
    """More parts than people write."""


def message_of(raw: bytes, make: Make = Message) -> Any:
    """The message; of one that is too entangled to be read, the headers. `make` makes it, and each of its parts."""
    raw = raw[:MOST_BYTES]
    lines = raw.count(b"\n") + raw.count(b"\r")
    if lines * len(_BOUNDARY.findall(raw)) <= _MOST_COMPARISONS:
        try:
            return BytesParser(_counted(make), policy=SHORT_HEADERS).parsebytes(raw)
        except (RecursionError, _Entangled):
            pass
    return BytesHeaderParser(make, policy=SHORT_HEADERS).parsebytes(raw)


def _counted(make: Make) -> Make:
    left = iter(range(MOST_PARTS))

    def counted(**policy: Any) -> Any:
        if next(left, None) is None:
            raise _Entangled
        return make(**policy)

    return counted
