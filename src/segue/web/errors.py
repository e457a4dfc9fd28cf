"""Pages for what went wrong, each with what to do next. Requests of htmx and the API get words, not a page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string


@dataclass(frozen=True)
class ErrorPage:
    """What a person reads; `advice` says what to do."""

    status: int
    title: str
    advice: str


NOT_FOUND = ErrorPage(404, "This page does not exist", "The address may be mistyped, or what it showed was removed.")
FORBIDDEN = ErrorPage(403, "Your role does not permit this", "Ask an admin of the workspace to do it, or for the role.")
SERVER_ERROR = ErrorPage(
    500, "Segue made a mistake", "Nothing was saved halfway. Try again; if it stays, the server's log has the details."
)
STALE_FORM = ErrorPage(
    403,
    "This page was open too long",
    "Go back, reload the page and try again. If it happens every time, allow cookies for this site.",
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A view may give its own advice: PermissionDenied("Only an admin invites members.")."""
    advice = str(exception or "") or FORBIDDEN.advice
    return _answer(request, ErrorPage(FORBIDDEN.status, FORBIDDEN.title, advice))


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: the page stayed open over a sign-in, or cookies are off."""
    return _answer(request, STALE_FORM)


def _answer(request: HttpRequest, error: ErrorPage) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": error.title, "detail": error.advice, "status": error.status}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    if "HX-Request" in request.headers:
        return HttpResponse(f"{error.title}. {error.advice}", content_type="text/plain", status=error.status)
    # No request: the page must come out even when what failed is the database or a context processor.
    return HttpResponse(render_to_string("segue/error.html", {"error": error}), status=error.status)
