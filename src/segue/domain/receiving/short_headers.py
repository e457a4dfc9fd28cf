"""How headers of messages that come in are kept: cut before anything looks into them, and never folded again.

Python's and anymail's readers of headers take the square of their length.
"""

import re
from email.policy import Compat32

from segue.domain.receiving.decoding import LONGEST_HEADER

_LONGEST_STRUCTURE = 1_000  # characters; parameters are the slowest of all
_LINE_ENDS = re.compile(r"[\r\n]+")


class ShortHeaders(Compat32):
    """Headers as they came, but for their length; those in UTF-8 (RFC 6532) are read as such."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, _cut(name, value)

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        return name, _cut(name, _LINE_ENDS.sub(" ", str(value)))

    def header_fetch_parse(self, name: str, value: str) -> str:
        return _cut(name, value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {self.header_fetch_parse(name, value)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {_cut(name, value)}{self.linesep}".encode("utf-8", "surrogateescape")


SHORT_HEADERS = ShortHeaders()


def _cut(name: str, value: str) -> str:
    return value[: _LONGEST_STRUCTURE if name.lower().startswith("content-") else LONGEST_HEADER]
