"""The badge Failed (Error): a button with the details in a tip. Built from strings: a page may show fifty."""

from typing import Protocol

from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString

from segue.domain.errors import ErrorCode
from segue.templatetags.markup import filled

LONGEST_WORDS = 400
_BADGE = (
    '<button type="button" class="badge badge--failed" data-tip="{0}" aria-describedby="{0}">{1}Failed (Error)</button>'
    '<div id="{0}" class="tip" role="tooltip" popover="manual"><strong>{2}</strong>{3}<span>{4}</span>'
    "<small>{5}</small></div>"
)
_QUOTED, _DETAIL = "<q>{}</q>", '<span class="tip__detail">{}</span>'


class Failure(Protocol):
    """What it reads of an enrollment."""

    pk: int
    error_code: str
    error_detail: str
    position: int
    attempt: int


def failed_badge(enrollment: Failure, prefix: str, drawing: SafeString) -> SafeString:
    """`prefix` keeps ids apart where one enrollment is shown twice."""
    entry = ErrorCode(enrollment.error_code or ErrorCode.INTERNAL_ERROR).entry
    words = truncatechars(enrollment.error_detail, LONGEST_WORDS)
    detail = filled(_QUOTED if entry.quotes_server else _DETAIL, words) if words else SafeString()
    tries = f"Step {enrollment.position} · {enrollment.attempt} attempt{'' if enrollment.attempt == 1 else 's'}"
    return filled(_BADGE, f"{prefix}tip-{enrollment.pk}", drawing, entry.title, detail, entry.advice, tries)
