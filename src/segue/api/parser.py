"""Reads JSON bodies, and says in words what is wrong with one that cannot be read."""

import json
import re
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

_SURROGATE = re.compile("[\ud800-\udfff]")
_HALF = "a null character or half of a surrogate pair, which no database stores. Leave it out"


class UnreadableError(ValueError):
    """The request cannot be read; the message says why."""


class JsonParser(Parser):
    """JSON as the standard has it, and no text that a database cannot store."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            # The standard has UTF-8 only; json.loads would guess at UTF-16 and let halves of pairs through.
            text = request.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableError("The body is not valid UTF-8. Send JSON encoded in UTF-8.") from error
        try:
            body = json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"The body is not JSON: {error}.") from error
        if "\\u" in text and not _can_be_stored(body):
            raise UnreadableError(f"A text in the body holds {_HALF}.")
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        found = super().parse_querydict(data, list_fields, request)
        if not _can_be_stored(found):
            raise UnreadableError(f"The query holds {_HALF}.")
        return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _can_be_stored(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not _SURROGATE.search(value)
    if isinstance(value, dict):
        return all(_can_be_stored(key) and _can_be_stored(item) for key, item in value.items())
    return not isinstance(value, list) or all(_can_be_stored(item) for item in value)
