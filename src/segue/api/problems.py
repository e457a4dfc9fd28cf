"""What every refusal looks like: problem details (RFC 9457), with a code that programs can rely on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from pydantic import BaseModel, Field

MOST_ERRORS = 100


@dataclass(frozen=True)
class _Kind:
    status: int
    heading: str
    meaning: str


class ProblemCode(StrEnum):
    """Stable codes. The heading is the same for every problem of a code; the detail tells about this one."""

    BAD_REQUEST = "bad_request"
    UNAUTHORIZED = "unauthorized"
    NOT_ALLOWED = "not_allowed"
    TIER_REQUIRED = "tier_required"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    DUPLICATE_EMAIL = "duplicate_email"
    TOO_LARGE = "too_large"
    INVALID = "invalid"
    INTERNAL_ERROR = "internal_error"
    DATABASE_AWAY = "database_away"
    DATABASE_READ_ONLY = "database_read_only"

    @property
    def status(self) -> int:
        return _KINDS[self].status

    @property
    def heading(self) -> str:
        return _KINDS[self].heading

    @property
    def meaning(self) -> str:
        """What it means and what to do."""
        return _KINDS[self].meaning


_KINDS = {
    ProblemCode.BAD_REQUEST: _Kind(
        400,
        "The request cannot be read",
        "The body is not JSON, or a text in it holds a character that no database stores.",
    ),
    ProblemCode.UNAUTHORIZED: _Kind(
        401, "No valid API token", "The token is missing, mistyped or revoked, or its member left the workspace."
    ),
    ProblemCode.NOT_ALLOWED: _Kind(
        403, "Your role does not permit this", "The token acts with its member's role: ask an admin for another role."
    ),
    ProblemCode.TIER_REQUIRED: _Kind(
        403, "Not in your tier", "Sequences and enrollments are part of the Professional tier."
    ),
    ProblemCode.NOT_FOUND: _Kind(
        404, "There is no such thing", "Nothing in the token's workspace has this id or address."
    ),
    ProblemCode.METHOD_NOT_ALLOWED: _Kind(
        405, "Not with this method", "The address exists; the header `Allow` says which methods it takes."
    ),
    ProblemCode.CONFLICT: _Kind(
        409, "Not in this state", "The thing is not in a state that allows this, or somebody else was first."
    ),
    ProblemCode.DUPLICATE_EMAIL: _Kind(
        409,
        "The address is taken",
        "Another record of the type has it: `existing_id`. Change that one, or send `allow_duplicate`.",
    ),
    ProblemCode.TOO_LARGE: _Kind(413, "The body is too large", "A body has 5 MB at most. Send less at once."),
    ProblemCode.INVALID: _Kind(
        422, "Something needs correcting", "`errors` names each field and what is wrong with it. Nothing was saved."
    ),
    ProblemCode.INTERNAL_ERROR: _Kind(
        500, "Segue made a mistake", "Nothing was saved halfway. Try again; the server's log has the details."
    ),
    ProblemCode.DATABASE_AWAY: _Kind(
        503,
        "The database cannot be reached",
        "Nothing is lost; try again in a moment: the header `Retry-After` says in how many seconds.",
    ),
    ProblemCode.DATABASE_READ_ONLY: _Kind(
        503,
        "The database takes no changes",
        "It is read-only at the moment. Nothing was changed; reading works. The server's log says what to do about it.",
    ),
}


class FieldError(BaseModel):
    """What is wrong with one field; `field` is empty for the whole."""

    field: str = Field(description="A path into the body, as `steps.0.config.subject`, or a name in the query.")
    message: str


class Problem(BaseModel):
    """Why a request was refused."""

    type: str = Field(description="Where this kind of problem is described.")
    title: str
    status: int
    detail: str = Field(description="What happened here and what to do, for a person to read.")
    code: ProblemCode
    errors: list[FieldError] | None = Field(None, description="With `invalid`: what is wrong, field by field.")
    existing_id: int | None = Field(None, description="With `duplicate_email`: the record that has the address.")


def problem(
    code: ProblemCode, detail: str, *, errors: Iterable[FieldError] = (), existing_id: int | None = None
) -> HttpResponse:
    """The answer for a refused request."""
    body = Problem(
        type=f"{reverse('api:openapi-view')}#problem-{code}",
        title=code.heading,
        status=code.status,
        detail=detail,
        code=code,
        errors=list(errors)[:MOST_ERRORS] or None,
        existing_id=existing_id,
    )
    content = body.model_dump(exclude_none=True)
    return JsonResponse(content, status=code.status, content_type="application/problem+json")
