"""HTML that others wrote, as plain text: enough to read a reply by, quotes marked as mail programs do.

Not with html.parser: what is made to hurt takes it the square of its length (CPython issues 135462, 135661). This reads
each character a bounded number of times.
"""

import re
from html import unescape

_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "pre", "blockquote"}
_OPENING = re.compile(r"<(?:(?P<comment>!--)|(?P<other>[!?])|(?P<close>/)?(?P<name>[a-zA-Z][a-zA-Z0-9]*))")
# Possessive, so that nothing is tried twice: a ">" in a quoted value does not end the tag.
_REST = re.compile(r"""(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+>""")
# Python refuses to read numbers of thousands of digits.
_ENDLESS_NUMBER = re.compile(r"&#(?:[xX][0-9a-fA-F]{8,}|[0-9]{8,});?")
# Of these nothing is seen, and "<" in them begins no tag.
_RAW_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title")}
_BLANK_LINES = re.compile(r"\n{3,}")


def page_text(html: str) -> str:
    """What a reader of this HTML would see, a line for each block; quoted text begins with ">"."""
    page = _Page()
    at = 0
    while match := _OPENING.search(html, at):
        page.text(html[at : match.start()])
        at = _after(html, match)
        if match["name"]:
            page.tag(match["name"].lower(), is_end=bool(match["close"]))
    page.text(html[at:])
    lines = (" ".join(line.split()) for line in "".join(page.pieces).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _after(html: str, opening: "re.Match[str]") -> int:
    """Where the tag or comment ends; what is never closed goes on to the end, as in a browser."""
    if not opening["name"]:
        mark = "-->" if opening["comment"] else ">"
        end = html.find(mark, opening.end())
        return end + len(mark) if end >= 0 else len(html)
    rest = _REST.match(html, opening.end())
    raw_end = None if opening["close"] else _RAW_ENDS.get(opening["name"].lower())
    if rest is None or raw_end is None:
        return rest.end() if rest else len(html)
    close = raw_end.search(html, rest.end())
    return close.start() if close else len(html)


class _Page:
    """What is seen, and in which quote."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._in_head = False
        self._quotes = 0

    def text(self, html: str) -> None:
        if html and not self._in_head:
            self.pieces.append(unescape(_ENDLESS_NUMBER.sub("\ufffd", html)).replace("\n", " "))

    def tag(self, name: str, *, is_end: bool) -> None:
        if name in {"head", "body"}:
            self._in_head = name == "head" and not is_end
        if name == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if is_end else 1))
        if name in _BLOCKS and not (is_end and name == "br"):
            self.pieces.append("\n" + "> " * min(self._quotes, 5))
