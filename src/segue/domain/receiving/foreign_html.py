"""HTML that others wrote, as plain text: enough to read a reply by, quotes marked as mail programs do."""

import re
from html.parser import HTMLParser

_SILENT = {"script", "style", "head", "title"}
_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "pre"}


def page_text(html: str) -> str:
    """What a reader of this HTML would see, a line for each block; quoted text begins with ">"."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self._quotes += tag == "blockquote"
        if tag in _BLOCKS or tag == "blockquote":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        if (tag in _BLOCKS and tag != "br") or tag == "blockquote":
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " "))

    def _break(self) -> None:
        self.pieces.append("\n" + "> " * min(self._quotes, 5))
