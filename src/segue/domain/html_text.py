"""HTML as plain text, for readers who see none: links with their address, lists with dashes or numbers, quotes."""

from functools import lru_cache
from html.parser import HTMLParser

_BLOCKS = {"p", "ul", "ol", "li", "blockquote", "h2", "h3"}


@lru_cache(maxsize=2_000)
def to_text(html: str) -> str:
    """The HTML as plain text; merge fields stay in it, ready for Liquid."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text


class _Level:
    """A list item or quote: what its first line begins with, and what the others do."""

    def __init__(self, first: str, rest: str) -> None:
        self._first, self.rest, self.is_new = first, rest, True

    def take(self) -> str:
        taken = self._first if self.is_new else self.rest
        self.is_new = False
        return taken


class _List:
    """A list, and the number of its next item."""

    def __init__(self, *, is_numbered: bool) -> None:
        self._is_numbered, self._next = is_numbered, 1

    def next_mark(self) -> str:
        mark = f"{self._next}. " if self._is_numbered else "- "
        self._next += 1
        return mark


class _Reader(HTMLParser):
    """Writes down what a reader of the HTML would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._levels: list[_Level] = []
        self._lists: list[_List] = []
        self._link: tuple[str, int] | None = None
        self._before: tuple[list[_Level], list[_List]] = [], []

    @property
    def text(self) -> str:
        return "".join(self._blocks).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "hr":
            self._end_block()
        if tag == "br":
            self._line.append("\n")
        elif tag == "hr":
            self._write("---")
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._line))
        elif tag in {"ul", "ol"}:
            self._lists.append(_List(is_numbered=tag == "ol"))
        elif tag == "li":
            self._levels.append(self._item())
        elif tag == "blockquote":
            self._levels.append(_Level("> ", "> "))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self._end_block()
        if tag in {"li", "blockquote"} and self._levels:
            self._levels.pop()
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        self._line.append(data.replace("\n", " "))

    def close(self) -> None:
        super().close()
        self._end_link()
        self._end_block()

    def _item(self) -> _Level:
        mark = self._lists[-1].next_mark() if self._lists else "- "
        return _Level(mark, " " * len(mark))

    def _end_link(self) -> None:
        href, start = self._link or ("", 0)
        self._link = None
        shown = "".join(self._line[start:]).strip()
        if href and shown not in {href, href.removeprefix("mailto:")}:
            self._line.append(f" ({href.removeprefix('mailto:')})" if shown else href)

    def _end_block(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._line).split("\n")]
        self._line = []
        if any(lines):
            self._write("\n".join(lines).strip("\n"))

    def _write(self, text: str) -> None:
        gap = self._gap()
        rest = "".join(level.rest for level in self._levels)
        first = "".join(level.take() for level in self._levels)
        line, *more = text.split("\n")
        written = [first + line, *(rest + line for line in more)]
        self._blocks.append(gap + "".join(f"{line.rstrip()}\n" for line in written))
        self._before = list(self._levels), self._lists[:1]

    def _gap(self) -> str:
        """An empty line, still quoted within a quote; none between the items of a list."""
        levels, lists = self._before
        if lists and lists == self._lists[:1] and self._levels and self._levels[-1].is_new:
            return ""
        shared = [level for level in levels if level in self._levels]
        return f"{''.join(level.rest for level in shared).rstrip()}\n" if self._blocks else ""
