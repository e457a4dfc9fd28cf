"""The template tags that draw an enrollment, a moment and a number."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone

from segue.domain.errors import ErrorCode
from segue.domain.records import RecordType
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.templatetags.ui import initials, kind_icon, plural, sequence_glyph, state_badge, status_badge, step_progress

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def enrolled(status: Status, error: str = "", detail: str = "") -> SimpleNamespace:
    return SimpleNamespace(pk=7, status=status.value, error_code=error, error_detail=detail, position=2, attempt=3)


def render(template: str, **context: object) -> str:
    return Template(template).render(Context({"now": NOW, **context}))


@pytest.mark.parametrize("status", Status)
def test_a_badge_says_the_status(status: Status) -> None:
    badge = status_badge(enrolled(status, "no_address"))
    assert status.label in badge
    assert f"badge--{status.value}" in badge


def test_a_failure_tells_everything() -> None:
    badge = status_badge(enrolled(Status.FAILED, "missing_value", "{{ person.city }} is empty"))
    entry = ErrorCode.MISSING_VALUE.entry
    for words in (entry.title, entry.advice, "{{ person.city }} is empty", "Step 2", "3 attempts"):
        assert words in badge
    assert 'aria-describedby="tip-7"' in badge
    assert 'id="tip-7"' in badge


def test_the_servers_words_cannot_become_markup() -> None:
    badge = status_badge(enrolled(Status.FAILED, "webhook_rejected", "<script>alert(1)</script>"))
    assert "<script" not in badge


@pytest.mark.parametrize(("code", "quoted"), [("webhook_rejected", True), ("webhook_busy", True), ("bad_value", False)])
def test_only_a_servers_words_look_like_a_quotation(code: str, quoted: bool) -> None:
    badge = status_badge(enrolled(Status.FAILED, code, "The words."))
    assert ("<q>The words.</q>" in badge) is quoted
    assert "The words." in badge


def test_sequences_of_one_type_have_one_color() -> None:
    person, company = (sequence_glyph(record_type.value) for record_type in RecordType)
    assert "tint-0" in person
    assert "tint-3" in company


def test_one_enrollment_twice_on_a_page_has_two_ids() -> None:
    assert 'id="drawer-tip-7"' in status_badge(enrolled(Status.FAILED, "no_address"), "drawer-")


@pytest.mark.parametrize("state", ["draft", "active", "paused", "archived"])
def test_a_badge_says_the_state(state: str) -> None:
    assert state.capitalize() in state_badge(state)


@pytest.mark.parametrize(
    ("position", "total", "status", "words", "classes"),
    [
        (1, 3, Status.IN_PROGRESS, "Step 1 of 3", ["now", "", ""]),
        (2, 3, Status.FAILED, "Step 2 of 3", ["done", "bad", ""]),
        (2, 3, Status.STOPPED, "Step 2 of 3", ["done", "", ""]),
        (3, 3, Status.COMPLETED, "All 3 done", ["done", "done", "done"]),
        (50, 100, Status.IN_PROGRESS, "Step 50 of 100", ["done"] * 4 + ["now"] + [""] * 5),
        (100, 100, Status.IN_PROGRESS, "Step 100 of 100", ["done"] * 9 + ["now"]),
    ],
)
def test_progress(position: int, total: int, status: Status, words: str, classes: list[str]) -> None:
    drawn = step_progress(position, total, status.value)
    assert words in drawn
    assert "".join(f'<i class="{c}"></i>' if c else "<i></i>" for c in classes) in drawn


def test_a_moment_is_relative_and_exact_on_hover() -> None:
    with timezone.override("Europe/Amsterdam"):
        shown = render("{% when moment %}", moment=NOW + timedelta(hours=2))
    assert ">in 2 hours<" in shown
    assert 'title="Mon 23 Nov 2026, 12:00 CET"' in shown
    assert 'datetime="2026-11-23T11:00:00+00:00"' in shown


def test_no_moment_is_a_dash() -> None:
    assert render("{% when moment %}", moment=None) == '<span class="muted">–</span>'


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 companies"), (1, "1 company"), (2, "2 companies"), (1204, "1,204 companies")]
)
def test_plural(count: int, words: str) -> None:
    assert plural(count, "company", "companies") == words


def test_plural_by_an_s() -> None:
    assert plural(3, "step") == "3 steps"


@pytest.mark.parametrize(("name", "letters"), [("Amara Okafor", "AO"), ("Ann de Wit", "AD"), ("cher", "C"), ("", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("kind", StepKind)
def test_each_kind_of_step_has_an_icon(kind: StepKind) -> None:
    assert "<svg" in render("{% kind_glyph kind %}", kind=kind.value)
    assert kind_icon(kind.value)


def test_an_icon_is_not_read_aloud() -> None:
    assert 'aria-hidden="true"' in render('{% icon "mail" 15 %}')
