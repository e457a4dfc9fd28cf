"""JSON Schema in words: what a field is, for the page /api/docs."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_PLAIN = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}
_FORMATS = {"date-time": "time (ISO 8601)"}


@dataclass(frozen=True)
class Field:
    """A field or a parameter, its type in words. `shape` names the object it holds, if it holds one."""

    name: str
    type: str
    text: SafeString
    required: bool
    shape: str = ""


def fields_of(schema: dict[str, Any]) -> list[Field]:
    """The fields of an object."""
    required = schema.get("required", ())
    return [
        Field(name, type_words(found), with_code(found.get("description", "")), name in required, name_of(found))
        for name, found in schema.get("properties", {}).items()
    ]


def with_code(text: str) -> SafeString:
    """HTML of a text with `names` in backticks."""
    parts = (
        (format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in enumerate(text.split("`"))
    )
    return format_html_join("", "{}", parts)


def type_words(schema: dict[str, Any]) -> str:
    """The type, as `list of text`, `number or null`, `one of a, b`."""
    if name := _named(schema):
        return name
    if "anyOf" in schema:
        return " or ".join(type_words(option) for option in schema["anyOf"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if schema.get("type") == "array":
        return f"list of {type_words(schema['items'])}"
    return _FORMATS.get(schema.get("format", "")) or _PLAIN.get(schema.get("type", ""), "anything")


def name_of(schema: dict[str, Any]) -> str:
    """The named schema that this one is, holds in a list or may be; "" if none."""
    if name := _named(schema):
        return name
    inner = [schema.get("items"), *schema.get("anyOf", ())]
    return next((name for part in inner if part and (name := name_of(part))), "")


def _named(schema: dict[str, Any]) -> str:
    # A reference with a description beside it comes as an allOf of one.
    reference = schema.get("$ref") or schema.get("allOf", [{}])[0].get("$ref", "")
    return str(reference).rpartition("/")[2]
