"""Reads JSON bodies, and says in words what is wrong with one that cannot be read."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser


class UnreadableError(ValueError):
    """The request cannot be read; the message says why."""


class JsonParser(Parser):
    """JSON as the standard has it, and no text with a null character: Postgres can store none."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"The body is not JSON: {error}.") from error
        if b"\\u0000" in request.body and _has_null(body):
            raise UnreadableError("A text in the body holds a null character. Leave it out.")
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        found = super().parse_querydict(data, list_fields, request)
        if _has_null(found):
            raise UnreadableError("The query holds a null character. Leave it out.")
        return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _has_null(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_null(key) or _has_null(item) for key, item in value.items())
    return isinstance(value, list) and any(_has_null(item) for item in value)
