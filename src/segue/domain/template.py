"""Merge fields: Liquid templates, strict. A field without a value or a fallback is an error, never an empty gap."""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any

from liquid import BoundTemplate, Environment
from liquid.exceptions import FilterArgumentError, LiquidError, UndefinedError
from liquid.undefined import FalsyStrictUndefined

from segue.domain.html import clean, merge_ready
from segue.domain.simple_template import Values, filled_in_simply
from segue.domain.template_limits import excess

_ALLOWED_TAGS = {"if", "unless", "case", "assign", "capture", "comment", "echo", "#", "content", "output", "illegal"}

_MULTIPLYING = {"join", "replace"}
_UNSAFE = {"safe"}  # would let a value be read as HTML
_SLOW = {"strip_html", "date"}  # their time grows with the square of the text
_LARGEST_PRODUCT = 1_000_000
_LARGEST_RESULT = 50_000
_LONGEST_SLOW = 2_000
_LARGEST_NUMBER = 10**50
_PLAIN_ERRORS = (ArithmeticError, TypeError, ValueError, LookupError, AttributeError, RecursionError, OSError)


class MissingValueError(Exception):
    """A merge field has no value on this record and no fallback. `field` is its name, as person.city."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{{{{ {field} }}}} has no value on this record, and the step gives it no fallback.")
        self.field = field


class TemplateTextError(Exception):
    """The text is not a usable template; the message says what is wrong where."""


class _Missing(FalsyStrictUndefined):
    """Raises when printed, but can be tested with `if` and given a fallback with `default`."""

    force_liquid_default = True


class _Environment(Environment):
    # A template is a short message: these stop one that would eat the worker's memory or time.
    loop_iteration_limit = 1_000
    output_stream_limit = 200_000
    local_namespace_limit = 200_000


def _make_environment(*, is_html: bool) -> Environment:
    environment = _Environment(undefined=_Missing, strict_filters=True, autoescape=is_html)
    for tag in set(environment.tags) - _ALLOWED_TAGS:
        del environment.tags[tag]
    for name in _UNSAFE & set(environment.filters):
        del environment.filters[name]
    for name, filter_ in environment.filters.items():
        environment.filters[name] = filter_ if name == "default" else _checked(name, filter_)
    return environment


def _checked(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that takes no missing value (Liquid's own read it as 0 or nothing), and multiplies no text endlessly."""

    @wraps(filter_)
    def checked(value: object, *args: object, **options: object) -> object:
        if isinstance(value, _Missing):
            str(value)  # raises, naming the field
        if name in _MULTIPLYING and _size(value) * max((len(str(arg)) for arg in args), default=1) > _LARGEST_PRODUCT:
            raise FilterArgumentError("the text would become too long", token=None)
        if name in _SLOW and _size(value) > _LONGEST_SLOW:
            raise FilterArgumentError(f"the text is too long for the filter “{name}”", token=None)
        result = _called(name, filter_, value, *args, **options)
        if _size(result) > _LARGEST_RESULT:
            raise FilterArgumentError("the text would become too long", token=None)
        if isinstance(result, int) and abs(result) > _LARGEST_NUMBER:
            raise FilterArgumentError("the number would become too large", token=None)
        return result

    return checked


def _called(name: str, filter_: Callable[..., Any], *args: object, **options: object) -> object:
    """What the filter makes of it. Some of Liquid's filters let plain errors of Python through."""
    try:
        result: object = filter_(*args, **options)
    except _PLAIN_ERRORS as error:
        raise FilterArgumentError(f"the filter “{name}” cannot be used on this value", token=None) from error
    return result


def _size(value: object) -> int:
    """How much work a value makes; filters of lists compare each item with each."""
    if isinstance(value, list):
        return len(value) * 50
    return len(value) if isinstance(value, str) else 1


_ENVIRONMENT = _make_environment(is_html=False)
_HTML = _make_environment(is_html=True)


@lru_cache(maxsize=4_000)
def _read(text: str, is_html: bool = False) -> BoundTemplate | TemplateTextError:
    """The parsed template, or what is wrong with it: nobody waits twice for either."""
    text = merge_ready(text) if is_html else text
    if problem := excess(text):
        return TemplateTextError(problem)
    try:
        return (_HTML if is_html else _ENVIRONMENT).from_string(text)
    except LiquidError as error:
        return TemplateTextError(_in_words(error))


def _parse(text: str, *, is_html: bool = False) -> BoundTemplate:
    found = _read(text, is_html)
    if isinstance(found, TemplateTextError):
        raise TemplateTextError(str(found))
    return found


def render(text: str, values: Values) -> str:
    """Fill in a template. Raises MissingValueError or TemplateTextError."""
    if "{" not in text:
        return text
    simple = filled_in_simply(text, values)
    return _filled_in(text, values) if simple is None else simple


def render_html(html: str, values: Values) -> str:
    """Fill in a template of HTML: values are escaped, and what comes out is clean. Raises as `render`."""
    return clean(_filled_in(html, values, is_html=True) if "{" in html else html)


def _filled_in(text: str, values: Values, *, is_html: bool = False) -> str:
    try:
        return str(_parse(text, is_html=is_html).render(**values))
    except UndefinedError as error:
        raise MissingValueError(str(error.args[0]).removesuffix(" is undefined").strip("'")) from error
    except LiquidError as error:
        raise TemplateTextError(_in_words(error)) from error
    except _PLAIN_ERRORS as error:
        raise TemplateTextError("The text cannot be filled in. Check what it compares and computes.") from error


def problems_in(text: str, known: Mapping[str, str]) -> list[str]:
    """What keeps this text from being published: syntax, unknown filters, unknown merge fields. Empty if nothing."""
    if "{" not in text:
        return []
    try:
        filters, names = _uses(text)
    except TemplateTextError as error:
        return [str(error)]
    return [f"There is no filter “{name}”." for name in sorted(filters - set(_ENVIRONMENT.filters))] + [
        f"There is no merge field {{{{ {name} }}}}." for name in sorted(names - set(known))
    ]


def html_problems_in(html: str) -> list[str]:
    """What keeps HTML, the text of which has no problem, from being published: a merge field with tags within it."""
    found = _read(html, is_html=True) if "{" in html else None
    if not isinstance(found, TemplateTextError):
        return []
    return ["A merge field cannot be read. Write it again, without formatting parts of it."]


def read_ahead(text: str) -> None:
    """Read a text now, so that problems_in costs nothing where nobody may be kept waiting: within a transaction."""
    problems_in(text, {})


@lru_cache(maxsize=2_000)
def _uses(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the filters and of the merge fields in a text."""
    analysis = _parse(text).analyze(include_partials=False)
    names = {".".join(map(str, use.segments)) for uses in analysis.globals.values() for use in uses}
    return frozenset(analysis.filters), frozenset(names)


def _in_words(error: LiquidError) -> str:
    message = str(error.args[0]) if error.args else "not a valid template"
    if message == "unexpected liquid parsing error":
        return "The text is not valid: it cannot be read. Check what stands between its {{ }} and {% %}."
    # Where a text ends too early, Liquid's token has no place in it.
    if not error.token or error.token.start_index < 0:
        return f"The text is not valid: {message.replace('end of expression', 'its end')}."
    line = error.token.source.count("\n", 0, error.token.start_index) + 1
    return f"The text is not valid at line {line}: {message}."
