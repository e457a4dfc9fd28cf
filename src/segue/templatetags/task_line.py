"""One open task: {% load task_line %}{% task_line task %}; with `True` behind it, it names the record.

Built from strings: as an include it took half of the time of a page of 50.
"""

from datetime import datetime
from typing import Protocol

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from segue.domain.activities import ActivityKind
from segue.domain.records import RecordType
from segue.domain.status import Status
from segue.templatetags.addresses import address
from segue.templatetags.markup import filled
from segue.templatetags.ui import icon, kind_glyph, status_icon, when

register = template.Library()

_LINE = (
    '<li id="task-{0}" class="happening">{1}<div><div class="rows__top"><span>{2}</span>{3}{4}</div>'
    '<div class="rows__sub">{5}<span class="vh">{6}</span>{7}{8}{9}{10}{11}</div></div></li>'
)
_FORM = '<form{1} method="post" action="{0}" hx-post="{0}" hx-swap="none">{2}{3}</form>'
_CSRF = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
_COMPLETE = '<button class="btn btn--sm" aria-label="Complete: {}">{}Complete</button>'
_DISMISS = '<button class="btn btn--sm btn--quiet" aria-label="Dismiss: {}">Dismiss</button>'
_RECORD = '<a class="text-link" href="{}">{}</a>'
_LEFT_BEHIND = '<span class="badge">{}{}</span>'
_DUE = "<span{}>Due {}</span>"
_STEP = '<span>{} <a class="text-link" href="{}">{}</a></span>'
_ASSIGNEE = "<span>For {}</span>"
_FOLD = (
    '<details class="fold"><summary>{0}{1}</summary><div class="fold__body">{2}<div class="field">'
    '<label class="field__label" for="outcome-{3}">What came of it<span class="field__optional">optional</span></label>'
    '<input id="outcome-{3}" name="outcome" form="complete-{3}" maxlength="1000" autocomplete="off"></div></div>'
    "</details>"
)
_BODY = '<div class="prose">{}</div>'
_NOTHING = SafeString()


class Task(Protocol):
    """What it reads (segue.queries.activities.ActivityRow)."""

    id: int
    kind: ActivityKind
    title: str
    body: str
    record_id: int
    record_name: str
    record_type: RecordType
    sequence_id: int | None
    sequence_name: str
    enrollment_status: Status | None
    enrollment_removed: bool
    assignee_name: str
    due_at: datetime | None

    @property
    def step_of(self) -> str: ...
    @property
    def can_dismiss(self) -> bool: ...
    @property
    def left_behind(self) -> str: ...


@register.simple_tag(takes_context=True)
def task_line(context: Context, task: Task, show_record: bool = False) -> SafeString:
    key = str(task.id)
    csrf = filled(_CSRF, str(context.get("csrf_token", "")))
    return filled(
        _LINE, key, kind_glyph(task.kind), task.title, _complete(task, key, csrf), _dismiss(task, key, csrf),
        _record(task) if show_record else _NOTHING, task.kind.label, _left_behind(task), _due(context, task),
        _step(task), filled(_ASSIGNEE, task.assignee_name) if task.assignee_name else _NOTHING, _fold(task, key),
    )  # fmt: skip


def _complete(task: Task, key: str, csrf: SafeString) -> SafeString:
    button = filled(_COMPLETE, task.title, icon("check", 14))
    return filled(_FORM, address("task-complete", task.id), SafeString(f' id="complete-{key}"'), csrf, button)


def _dismiss(task: Task, key: str, csrf: SafeString) -> SafeString:
    if not task.can_dismiss:
        return _NOTHING
    return filled(_FORM, address("task-dismiss", task.id), _NOTHING, csrf, filled(_DISMISS, task.title))


def _record(task: Task) -> SafeString:
    return filled(_RECORD, address(task.record_type.value, task.record_id), task.record_name)


def _left_behind(task: Task) -> SafeString:
    if not (words := task.left_behind):
        return _NOTHING
    name = "circle-minus" if task.enrollment_removed else status_icon(task.enrollment_status or "")
    return filled(_LEFT_BEHIND, icon(name, 13), words)


def _due(context: Context, task: Task) -> SafeString:
    is_overdue = task.due_at is not None and task.due_at < context["now"]
    return filled(_DUE, SafeString(' class="overdue"') if is_overdue else _NOTHING, when(context, task.due_at))


def _step(task: Task) -> SafeString:
    if not task.sequence_id:
        return _NOTHING
    return filled(_STEP, task.step_of, address("sequence", task.sequence_id), task.sequence_name)


def _fold(task: Task, key: str) -> SafeString:
    body = filled(_BODY, task.body) if task.body else _NOTHING
    return filled(_FOLD, icon("chevron-right", 13), "Details" if task.body else "Outcome", body, key)
