"""The addresses under /api/. What is none of the API's is answered here too, with a problem."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from segue.api.errors import no_such_address
from segue.api.problems import ProblemCode, problem
from segue.api.service import api

View = Callable[..., HttpResponse]


def _finished(view: View) -> View:
    """A view of ninja's with its bare 405 as a problem, and answers that nobody keeps: they are one member's."""

    @csrf_exempt  # as ninja's own: a browser never sends a token by itself
    @wraps(view)
    def finished(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = answer.headers["Allow"]
            answer = problem(ProblemCode.METHOD_NOT_ALLOWED, f"{request.method} is not for this address: {allowed} is.")
            answer.headers["Allow"] = allowed
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return finished


def _routes() -> list[URLPattern]:
    """What ninja makes of the routers. Its root is only there to be found by name."""
    routes = [route for route in api.urls[0] if isinstance(route, URLPattern)]
    for route in routes:
        route.callback = nothing_here if route.name == "api-root" else _finished(route.callback)
    return routes


nothing_here = csrf_exempt(no_such_address)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_routes(), "api"))),
    re_path("", nothing_here),
]
