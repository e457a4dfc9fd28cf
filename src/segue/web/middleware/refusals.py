"""Actions refuse by raising; here a refusal becomes a page, or for htmx the words of a toast."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused, TierRequired
from segue.web.errors import ErrorPage

TITLES: dict[type[Refused], str] = {
    NotFound: "This page does not exist",
    NotAllowed: "Your role does not permit this",
    TierRequired: "Not in your tier",
    Conflict: "That did not work",
    Invalid: "Something needs correcting",
}


class RefusalMiddleware:
    """Answers a `Refused` with its own status and words. API paths have their own answer (problem+json)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        words = str(exception)
        if "HX-Request" in request.headers:
            return HttpResponse(words, content_type="text/plain; charset=utf-8", status=exception.status)
        error = ErrorPage(exception.status, TITLES.get(type(exception), "That did not work"), words)
        return HttpResponse(render_to_string("segue/error.html", {"error": error}), status=exception.status)
