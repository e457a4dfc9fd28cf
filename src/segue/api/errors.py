"""Turns whatever an endpoint raised into a problem."""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from segue.actions.save_record import DuplicateEmail
from segue.api.parser import UnreadableError
from segue.api.problems import FieldError, ProblemCode, problem
from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound, TierRequired
from segue.models.away import Trouble, is_away, trouble_of

log = structlog.get_logger("segue.api")

NO_TOKEN = "Send a token that works: Authorization: Bearer segue_… Make one under Settings, API tokens."  # noqa: S105  # words
NO_SUCH_ADDRESS = "The API has nothing at this address. Its addresses are listed at /api/docs and end without a slash."
TRY_AGAIN_AFTER = 5  # seconds
_PLAIN = {
    NotFound: ProblemCode.NOT_FOUND,
    NotAllowed: ProblemCode.NOT_ALLOWED,
    TierRequired: ProblemCode.TIER_REQUIRED,
    Conflict: ProblemCode.CONFLICT,
    HttpError: ProblemCode.BAD_REQUEST,
    UnreadableError: ProblemCode.BAD_REQUEST,
    SuspiciousOperation: ProblemCode.BAD_REQUEST,
}
_WORDS = {"missing": "This field is required.", "extra_forbidden": "There is no such field."}


def answer_in_problems(api: NinjaAPI) -> None:
    """Install the handlers: the nearest class of an exception decides."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        Exception: _crashed,
        Http404: _no_such_address,
        AuthenticationError: _unauthorized,
        RequestDataTooBig: _too_large,
        ValidationError: _not_understood,
        Invalid: _invalid,
        DuplicateEmail: _duplicate,
        **{kind: partial(_plain, code) for kind, code in _PLAIN.items()},
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def no_such_address(request: HttpRequest) -> HttpResponse:
    """For every address under /api/ that is none of ours."""
    return problem(ProblemCode.NOT_FOUND, NO_SUCH_ADDRESS)


def _plain(code: ProblemCode, request: HttpRequest, error: Exception) -> HttpResponse:
    # ninja wraps what the parser raised; the parser's own words are the better ones.
    return problem(code, str(error.__cause__ if isinstance(error.__cause__, UnreadableError) else error))


def _no_such_address(request: HttpRequest, error: Http404) -> HttpResponse:
    return no_such_address(request)


def _unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(ProblemCode.UNAUTHORIZED, NO_TOKEN)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Segue"'
    return answer


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(ProblemCode.TOO_LARGE, ProblemCode.TOO_LARGE.meaning)


def _duplicate(request: HttpRequest, error: DuplicateEmail) -> HttpResponse:
    return problem(ProblemCode.DUPLICATE_EMAIL, str(error), existing_id=error.existing.pk)


def _invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    errors = [FieldError(field=name, message=text) for name, texts in error.problems.items() for text in texts]
    return problem(ProblemCode.INVALID, str(error), errors=errors)


def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input of the wrong shape. A number in the address that cannot be an id is an id that nothing has."""
    if any(found["loc"][0] == "path" for found in error.errors):
        return problem(ProblemCode.NOT_FOUND, "Nothing has this id.")
    errors = [FieldError(field=_field(found["loc"]), message=_words(found)) for found in error.errors]
    told = [f"{e.field}: {e.message}" if e.field else e.message for e in errors[:3]]
    return problem(ProblemCode.INVALID, " ".join(told), errors=errors)


def _field(place: tuple[str | int, ...]) -> str:
    """Without the source and, for a body, the name of the endpoint's argument that takes it."""
    return ".".join(map(str, place[2:] if place[0] == "body" else place[1:]))


def _words(found: dict[str, Any]) -> str:
    return _WORDS.get(found["type"]) or f"{found['msg'].rstrip('.')}."


def _crashed(request: HttpRequest, error: Exception) -> HttpResponse:
    if trouble_of(error) is Trouble.READ_ONLY:
        return _later(ProblemCode.DATABASE_READ_ONLY)  # Django logs the answer in a line
    if is_away(error):
        return _later(ProblemCode.DATABASE_AWAY)
    log.error("api_crashed", method=request.method, path=request.path, exc_info=error)
    return problem(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR.meaning)


def _later(code: ProblemCode) -> HttpResponse:
    answer = problem(code, code.meaning)
    answer.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return answer
