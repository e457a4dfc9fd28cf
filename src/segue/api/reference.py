"""/api/docs: the OpenAPI document as a page to read. Rendered here, since our pages run no inline script."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from segue.api.problems import ProblemCode
from segue.api.schema_words import Field, fields_of, name_of, type_words, with_code


@dataclass(frozen=True)
class Endpoint:
    """A method and an address, with what it takes and gives."""

    id: str
    group: str
    method: str
    path: str
    text: SafeString
    parameters: list[Field]
    body: str
    status: str
    answer: str


@dataclass(frozen=True)
class Shape:
    """A named object of the document, or a named list of values."""

    name: str
    text: SafeString
    fields: list[Field]
    values: list[str]


class Reference(DocsBase):
    """A page made on the server, from the same document that programs read."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        groups = [(group, list(found)) for group, found in groupby(_endpoints(schema), lambda one: one.group)]
        context = {
            "api": api,
            "groups": groups,
            "shapes": list(_shapes(schema)),
            "problems": [(code, with_code(code.meaning)) for code in ProblemCode],
            "base_url": request.build_absolute_uri("/").rstrip("/"),
        }
        return render(request, "segue/api/reference.html", context)


def _endpoints(schema: dict[str, Any]) -> Iterator[Endpoint]:
    found = [
        _endpoint(path, method, operation)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    groups = list(dict.fromkeys(endpoint.group for endpoint in found))
    yield from sorted(found, key=lambda endpoint: groups.index(endpoint.group))


def _endpoint(path: str, method: str, operation: dict[str, Any]) -> Endpoint:
    status, answer = next((code, a) for code, a in operation["responses"].items() if code != "default")
    return Endpoint(
        id=operation["operationId"],
        group=operation["tags"][0],
        method=method.upper(),
        path=path,
        text=with_code(operation.get("description", "")),
        parameters=[_parameter(parameter) for parameter in operation["parameters"]],
        body=_content(operation.get("requestBody", {})),
        status=str(status),
        answer=_content(answer),
    )


def _parameter(found: dict[str, Any]) -> Field:
    # A parameter is left out, never null.
    kind = type_words(found["schema"]).removesuffix(" or null")
    return Field(found["name"], kind, with_code(found.get("description", "")), found["required"])


def _content(part: dict[str, Any]) -> str:
    """The name of the object that travels; "" where none does."""
    return "".join(name_of(content["schema"]) for content in part.get("content", {}).values())


def _shapes(schema: dict[str, Any]) -> Iterator[Shape]:
    for name, found in sorted(schema["components"]["schemas"].items()):
        yield Shape(name, with_code(found.get("description", "")), fields_of(found), found.get("enum", []))
