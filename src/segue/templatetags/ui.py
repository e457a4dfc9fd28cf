"""Template tags of the pages. They are builtins: no {% load %} needed.

Rows of a table are rendered 50 at a time, so these build small strings and remember them; an {% include %}
in every cell would cost more than the query behind the page.
"""

from datetime import datetime
from functools import lru_cache
from typing import Protocol

import lucide
from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from segue.domain.activities import ActivityKind
from segue.domain.records import RecordType
from segue.domain.status import Reason, Status
from segue.templatetags.addresses import address
from segue.templatetags.failed_badge import Failure, failed_badge
from segue.templatetags.folding import folding_tag
from segue.templatetags.relative_time import relative

register = template.Library()
folding_tag(register, address, "url")  # in place of Django's

_STATUS_ICONS = {
    Status.IN_PROGRESS: "circle-play",
    Status.FAILED: "circle-alert",
    Status.STOPPED: "circle-stop",
    Status.COMPLETED: "circle-check",
}
_STATE_ICONS = {"draft": "circle-dashed", "active": "circle-play", "paused": "circle-pause", "archived": "archive"}
_KIND_ICONS = {
    ActivityKind.EMAIL: "mail",
    ActivityKind.CALL: "phone",
    ActivityKind.TODO: "square-check",
    ActivityKind.MESSAGE: "message-circle",
    ActivityKind.FIELD: "pencil-line",
    ActivityKind.TAG: "tag",
    ActivityKind.WEBHOOK: "webhook",
    ActivityKind.NOTE: "notebook-pen",
    ActivityKind.REPLY: "reply",
    ActivityKind.AUTO_REPLY: "bot",
    ActivityKind.BOUNCE: "undo-2",
    ActivityKind.OPT_OUT: "mail-x",
}
_TYPE_TINTS = {RecordType.PERSON: 0, RecordType.COMPANY: 3}
_MOST_BARS = 10


class Pictured(Protocol):
    """What an avatar is drawn from: its text gives the letters, its id the colour."""

    pk: int


class Enrolled(Failure, Protocol):
    """What a badge reads: `segue.models.Enrollment` has all of it."""

    status: str


def icon(name: str, size: int = 16, css: str = "") -> SafeString:
    """A Lucide icon, for the eye only: {% icon "mail" 15 %}."""
    return _icon(str(name), size, str(css))


folding_tag(register, icon, "icon")


@lru_cache(512)
def _icon(name: str, size: int, css: str) -> SafeString:
    attributes = {"class": f"icon {css}".strip(), "aria_hidden": "true", "focusable": "false", "stroke_width": "1.75"}
    # Safe: the drawing comes out of the package, the attributes from our own templates.
    return mark_safe(lucide._render_icon(name, size, **attributes))  # noqa: S308


@register.filter
def initials(name: object) -> str:
    """At most two letters: "Amara Okafor" is AO, "Post <post@example.com>" is P."""
    words = str(name).split()
    return "".join(word[0] for word in ([w for w in words if w[0].isalnum()] or words)[:2]).upper()


@register.simple_tag
def avatar(of: Pictured, css: str = "") -> SafeString:
    """A round picture of initials, always in the same colour: {% avatar record "avatar--lg" %}."""
    return _avatar(css, (of.pk or 0) % 7, initials(of))


@lru_cache(4096)
def _avatar(css: str, tint: int, letters: str) -> SafeString:
    return format_html('<span class="avatar {} tint-{}" aria-hidden="true">{}</span>', css, tint, letters)


@register.simple_tag
def status_badge(enrollment: Enrolled, prefix: str = "") -> SafeString:
    """The status of an enrollment. Failed (Error) is a button that shows the details on hover, focus and tap.

    `prefix` keeps ids apart where one enrollment is shown twice on a page.
    """
    status = Status(enrollment.status)
    if status is not Status.FAILED:
        return _badge(status.value, status.label, _STATUS_ICONS[status])
    return failed_badge(enrollment, prefix, _icon(_STATUS_ICONS[status], 13, ""))


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """The state of a sequence: draft, active, paused or archived."""
    return _badge(state, state.capitalize(), _STATE_ICONS[state])


@lru_cache(64)
def _badge(css: str, label: str, icon_name: str) -> SafeString:
    return format_html('<span class="badge badge--{}">{}{}</span>', css, _icon(icon_name, 13, ""), label)


@register.filter
def status_label(status: str) -> str:
    return Status(status).label


@register.filter
def status_icon(status: str) -> str:
    return _STATUS_ICONS[Status(status)]


@register.filter
def reason_label(reason: str) -> str:
    return Reason(reason).label


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a step or an activity; the first seven kinds of both have the same names."""
    return _KIND_ICONS[ActivityKind(kind)]


@register.simple_tag
def kind_glyph(kind: str, size: int = 15) -> SafeString:
    """The icon of a step or an activity on its tint."""
    return _kind_glyph(str(kind), size)


@lru_cache(64)
def _kind_glyph(kind: str, size: int) -> SafeString:
    drawing = _icon(kind_icon(kind), size, "")
    return format_html('<span class="glyph kind--{}" aria-hidden="true">{}</span>', kind, drawing)


@register.simple_tag
def sequence_glyph(record_type: str, size: int = 15) -> SafeString:
    """The icon of a sequence, on the tint of its record type."""
    return _sequence_glyph(_TYPE_TINTS[RecordType(record_type)], size)


@lru_cache(16)
def _sequence_glyph(tint: int, size: int) -> SafeString:
    drawing = _icon("waypoints", size, "")
    return format_html('<span class="glyph tint-{}" aria-hidden="true">{}</span>', tint, drawing)


@register.simple_tag
def step_progress(position: int, total: int, status: str) -> SafeString:
    """How far along a record is: one bar a step and "Step 2 of 5"."""
    return _step_progress(position, total, Status(status))


@lru_cache(2048)
def _step_progress(position: int, total: int, status: Status) -> SafeString:
    words = f"All {total} done" if status is Status.COMPLETED else f"Step {position} of {total}"
    bars = "".join(f'<i class="{mark}"></i>' if mark else "<i></i>" for mark in _marks(position, total, status))
    # Safe: made of the words above and numbers.
    return mark_safe(  # noqa: S308
        f'<div class="step"><span class="segs" aria-hidden="true">{bars}</span><span>{words}</span></div>'
    )


def _marks(position: int, total: int, status: Status) -> list[str]:
    """One mark a bar; where there are more steps than bars, a bar stands for several."""
    bars = min(total, _MOST_BARS)
    if status is Status.COMPLETED:
        return ["done"] * bars
    done = (position - 1) * bars // max(total, 1)
    here = {Status.FAILED: "bad", Status.IN_PROGRESS: "now"}.get(status, "")
    return [*["done"] * done, here, *[""] * bars][:bars]


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None) -> SafeString:
    """A moment in words ("in 2 hours", "3 min ago"), the exact time on hover; a dash where there is none."""
    if moment is None:
        return SafeString('<span class="muted">–</span>')
    zone = timezone.get_current_timezone()
    local = moment.astimezone(zone)
    words, exactly = relative(local, context["now"].astimezone(zone)), f"{local:%a %-d %b %Y, %H:%M %Z}"
    # Safe: numbers, names of days and months, and the zone's from the system's own list.
    return mark_safe(f'<time datetime="{moment.isoformat()}" title="{exactly}">{words}</time>')  # noqa: S308


@register.simple_tag
def plural(count: int, one: str, many: str = "") -> str:
    """{% plural 1 "company" "companies" %} is "1 company"; without `many`, an s is added."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
