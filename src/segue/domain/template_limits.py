"""How much a text with merge fields may ask for. Counted before Liquid reads it: its parser takes minutes for some."""

import re
from collections import Counter

from liquid import Token
from liquid.builtin.expressions import tokenize
from liquid.exceptions import LiquidError
from liquid.token import (
    TOKEN_EXPRESSION,
    TOKEN_LBRACKET,
    TOKEN_LPAREN,
    TOKEN_PIPE,
    TOKEN_RANGE,
    TOKEN_RANGE_LITERAL,
    TOKEN_RBRACKET,
    TOKEN_RPAREN,
)

MOST_TAGS = 500
LONGEST_TAG = 1_000
DEEPEST = 10
MOST_FILTERS, MOST_FILTERS_IN_TAG = 50, 20  # each is work for the worker, on each record

# Every place where a tag or output may start, also within another one.
_OPENING = re.compile(r"(?=(\{[{%]))")
_BRACKETS = {TOKEN_LPAREN: 1, TOKEN_RANGE_LITERAL: 1, TOKEN_LBRACKET: 1, TOKEN_RPAREN: -1, TOKEN_RBRACKET: -1}
_TAG_NAME = re.compile(r"-?\s*(#|\w+)?\s*")


def excess(text: str) -> str:
    """What this text has too much of, in words; "" if nothing. Its cost grows with the length of the text alone."""
    openings = [(match.start(), match.group(1)) for match in _OPENING.finditer(text)]
    if len(openings) > MOST_TAGS:
        return f"The text has more than {MOST_TAGS} merge fields and tags. Make it shorter."
    filters = 0
    for start, opening in openings:
        inside = _inside(text, start, opening)
        if len(inside) > LONGEST_TAG:
            return f"A merge field or tag is too long at line {_line(text, start)}: {LONGEST_TAG:,} characters at most."
        depth, seen = _count(inside, is_tag=opening == "{%")
        filters += seen[TOKEN_PIPE]
        if problem := _problem(depth, seen):
            return f"{problem} at line {_line(text, start)}."
    return f"The text uses more than {MOST_FILTERS} filters." if filters > MOST_FILTERS else ""


def _problem(depth: int, seen: Counter[str]) -> str:
    if depth > DEEPEST:
        return f"More than {DEEPEST} brackets stand within each other"
    if seen[TOKEN_RANGE]:
        return "Ranges such as (1..9) cannot be used"
    if seen[TOKEN_PIPE] > MOST_FILTERS_IN_TAG:
        return f"More than {MOST_FILTERS_IN_TAG} filters follow each other"
    return ""


def _inside(text: str, start: int, opening: str) -> str:
    end = text.find("}}" if opening == "{{" else "%}", start + 2)
    return text[start + 2 : end if end >= 0 else len(text)]


def _count(inside: str, *, is_tag: bool) -> tuple[int, Counter[str]]:
    """How deep its brackets go, and its symbols by kind, as Liquid itself reads them."""
    name = _TAG_NAME.match(inside) if is_tag else None
    if name and name.group(1) == "#":  # a comment
        return 0, Counter()
    expression = inside[name.end() if name else 0 :].removeprefix("-").removesuffix("-")
    deepest = depth = 0
    seen: Counter[str] = Counter()
    try:
        for token in tokenize(expression, Token(TOKEN_EXPRESSION, expression, 0, expression)):
            seen[token.kind] += 1
            depth += _BRACKETS.get(token.kind, 0)
            deepest = max(deepest, depth)
    except LiquidError:
        pass  # the parser stops there too, and says why
    return deepest, seen


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
