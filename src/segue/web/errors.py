"""Pages for what went wrong, each with what to do next. Requests of htmx and the API get words, not a page."""

import sys
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from segue.models.away import Trouble, is_away, trouble_of


@dataclass(frozen=True)
class ErrorPage:
    """What a person reads; `advice` says what to do. Programs rely on `code`, where there is one."""

    status: int
    title: str
    advice: str
    code: str = ""


NOT_FOUND = ErrorPage(404, "This page does not exist", "The address may be mistyped, or what it showed was removed.")
FORBIDDEN = ErrorPage(403, "Your role does not permit this", "Ask an admin of the workspace to do it, or for the role.")
SERVER_ERROR = ErrorPage(
    500,
    "Segue made a mistake",
    "Nothing was saved halfway. Try again; if it stays, the server's log has the details.",
    "internal_error",
)
DATABASE_AWAY = ErrorPage(
    503, "The database cannot be reached", "Nothing is lost; try again in a moment.", "database_away"
)
DATABASE_READ_ONLY = ErrorPage(
    503,
    "The database takes no changes",
    "It is read-only at the moment. Nothing was changed; everything can be read. Segue's log says what to do about it.",
    "database_read_only",
)
TRY_AGAIN_AFTER = 5  # seconds
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
    """Called by Django while it handles the exception, whether a view raised it or a middleware."""
    error = sys.exception()
    is_read_only = trouble_of(error) is Trouble.READ_ONLY
    if not is_read_only and not is_away(error):
        return _answer(request, SERVER_ERROR)
    answer = _answer(request, DATABASE_READ_ONLY if is_read_only else DATABASE_AWAY)
    answer.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: the page stayed open over a sign-in, or cookies are off."""
    return _answer(request, STALE_FORM)


def _answer(request: HttpRequest, error: ErrorPage) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": error.title, "detail": error.advice, "status": error.status}
        if error.code:
            problem["code"] = error.code
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    if "HX-Request" in request.headers:
        return HttpResponse(f"{error.title}. {error.advice}", content_type="text/plain", status=error.status)
    # No request: the page must come out even when what failed is the database or a context processor.
    again = error is DATABASE_AWAY and request.method == "GET"
    page = render_to_string("segue/error.html", {"error": error, "again": request.get_full_path() if again else ""})
    return HttpResponse(page, status=error.status)
