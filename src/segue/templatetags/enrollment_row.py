"""A row of a sequence's table: {% load enrollment_row %}{% enrollment_row row %}.

Built from strings: in the template, fifty of them took half of the time of the page.
"""

from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from segue.templatetags.enrollment_menu import Shown as InMenu
from segue.templatetags.enrollment_menu import enrollment_menu
from segue.templatetags.markup import filled
from segue.templatetags.ui import Enrolled, Pictured, avatar, status_badge, step_progress

register = template.Library()

_ROW = (
    '<tr id="row-{0}">'
    '<td class="c-check"><input type="checkbox" name="enrollments" value="{0}" aria-label="Select {1}">'
    '</td><th scope="row"><a class="rec" href="{2}">{3}<span><b>{1}</b><small>{4}</small></span></a></th>'
    '<td><span class="status-cell">{5}{6}</span></td>'
    '<td><a class="steps-link" id="steps-{0}" href="{7}" hx-get="{7}" hx-target="#drawer">{8}'
    '<span class="vh">: details of {1}</span></a></td><td><div class="lines">{9}</div></td>'
    '<td class="c-wide"><div class="lines"><span>{10}</span><small>{11}</small></div></td></tr>'
)
_HEADLINE, _NOTE, _BAD = "<span>{}</span>", "<small>{}</small>", '<small class="bad">{}</small>'
_NOTHING_NEXT = SafeString('<span class="muted">–</span>')


class Enrollment(Enrolled, Protocol):
    """What it reads of the enrollment itself (segue.queries.enrollments.EnrollmentRow)."""

    record_subtitle: str
    step_count: int


class Face(Pictured, Protocol):
    """What the avatar is drawn from."""

    css: str


class Shown(InMenu, Protocol):
    """What it reads of a row (segue.web.enrollments.rows.Row)."""

    enrollment: Enrollment
    face: Face
    headline: str
    note: str
    is_bad: bool
    enrolled: str
    enrolled_by: str


@register.simple_tag
def enrollment_row(row: Shown) -> SafeString:
    it = row.enrollment
    return filled(
        _ROW, row.key, row.record_name, row.record_url, avatar(row.face, row.face.css), it.record_subtitle,
        status_badge(it), enrollment_menu(row, "record"), row.url, step_progress(it.position, it.step_count, it.status),
        _next(row), row.enrolled, row.enrolled_by,
    )  # fmt: skip


def _next(row: Shown) -> SafeString:
    headline = filled(_HEADLINE, row.headline) if row.headline else SafeString()
    note = filled(_BAD if row.is_bad else _NOTE, row.note) if row.note else SafeString()
    return SafeString(headline + note) or _NOTHING_NEXT
