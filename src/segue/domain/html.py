"""The HTML of e-mails: what is stored, what may leave, and its text for readers who see no HTML."""

import re
from functools import lru_cache
from html import escape, unescape

import nh3

from segue.domain.html_text import to_text

__all__ = ["clean", "merge_ready", "tidy", "to_text"]

_TAGS = {"p", "br", "strong", "em", "u", "s", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "hr"}
_CLEANER = nh3.Cleaner(tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None)
_SAME = (("<b>", "<strong>"), ("</b>", "</strong>"), ("<i>", "<em>"), ("</i>", "</em>"))

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>|<!--")
_TOKEN = re.compile(r"<[^>]*>?")
_MERGE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# A merge field that swallowed a tag, or the end of one, is no merge field.
_TORN = re.compile(r'<[a-zA-Z/!]|["\']\s*/?>')
# An editor that makes links of what looks like an address does so of {{ person.city }}, too: .city is a domain.
_LINK = re.compile(r"<a(?:\s[^<>]*)?>((?:(?!<a[\s>]).)*?)</a>", re.DOTALL)
_MOST_PASSES = 8
_BLANK_LINES = re.compile(r"\n\s*\n")


def tidy(text: str) -> str:
    """What is stored of an e-mail's body. Plain text becomes paragraphs; "" where there is nothing to read."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    tidied, before = _cleaned(_quoted(text) if _has_tags(text) else _paragraphs(text)), ""
    # Mostly the second pass finds nothing to do; the last never does, except in markup that nobody writes.
    for _ in range(_MOST_PASSES):
        if tidied == before:
            break
        tidied, before = _cleaned(_quoted(_MERGE.sub(_unlinked, tidied))), tidied
    return tidied if to_text(tidied) else ""


def clean(html: str) -> str:
    """The same HTML with nothing in it that the allow-list does not have: the last gate before it leaves."""
    # Most messages have only tags that were seen before, as they would be written: much faster than to read it all.
    return html if all(map(_is_safe, set(_TOKEN.findall(html)))) else _CLEANER.clean(html)


def merge_ready(html: str) -> str:
    """With the merge fields as Liquid wants them: `&gt;` within one is `>`."""
    return _MERGE.sub(lambda match: unescape(match.group()).replace("\xa0", " "), html)


def _has_tags(text: str) -> bool:
    return _TAG.search(_MERGE.sub("", text)) is not None


def _quoted(html: str) -> str:
    """With what stands in merge fields escaped, so that it is never read as HTML."""
    for loose, strict in _SAME:
        html = html.replace(loose, strict)
    return _MERGE.sub(lambda match: _escaped_once(match.group()), html)


def _cleaned(html: str) -> str:
    cleaned = _CLEANER.clean(html)
    return cleaned if _has_tags(cleaned) else f"<p>{cleaned.strip()}</p>"


def _unlinked(field: re.Match[str]) -> str:
    """Without the links in it, which keep Liquid from reading it."""
    return _LINK.sub(r"\1", field.group())


def _escaped_once(field: str) -> str:
    return field if _TORN.search(field) else escape(unescape(field))


def _paragraphs(text: str) -> str:
    text = _MERGE.sub(lambda match: match.group().replace("\n", " "), text)
    paragraphs = [escape(part.strip("\n"), quote=False) for part in _BLANK_LINES.split(text) if part.strip()]
    return "".join(f"<p>{part}</p>".replace("\n", "<br>") for part in paragraphs)


@lru_cache(maxsize=10_000)
def _is_safe(tag: str) -> bool:
    if tag.startswith("</"):
        return tag[2:-1] in _TAGS and tag.endswith(">")
    return _CLEANER.clean(tag).startswith(tag)
