"""One word for one thing, and no promise left in a comment."""

import re

import pytest

from tests.quality.source import text_files

WRITTEN_BY_PEOPLE = (".py", ".html", ".txt", ".css", ".js", ".md", ".sh")
# Spelled in pieces, so that this file does not break its own rules.
BRITISH = re.compile("enro" + r"l(?!l)(ment|s\b|\b)", re.IGNORECASE)
# In comments only: a to-do is also a kind of step.
PROMISE = re.compile(r"(#|//|/\*|<!--|{#|{%\s*comment).*(?<![.\w])(TO" + "DO|FIX" + "ME|X" + r"XX)\b")


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number} {line.strip()[:80]}"
        for name, text in text_files(*WRITTEN_BY_PEOPLE)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_enrollment_is_spelled_the_american_way() -> None:
    found = lines_with(BRITISH)
    assert not found, f"The product says enroll and enrollment, with two l's, in texts and in code: {found}"


def test_no_promise_is_left_in_a_comment() -> None:
    found = lines_with(PROMISE)
    assert not found, (
        "Nobody finds a promise in a comment again. Do it now, or open an issue and leave the code as it is "
        f"without the note: {found}"
    )


@pytest.mark.parametrize("word", ["enro" + "lment", "Enro" + "lments", "re-enro" + "l", "enro" + "ls"])
def test_the_british_spelling_is_seen(word: str) -> None:
    assert BRITISH.search(word)


@pytest.mark.parametrize("word", ["enroll", "Enrollment", "enrolled", "enrolling"])
def test_the_american_spelling_is_left_alone(word: str) -> None:
    assert not BRITISH.search(word)


@pytest.mark.parametrize("line", ["work()  # TO" + "DO later", "{# FIX" + "ME #}", "/* X" + "XX */"])
def test_a_promise_is_seen(line: str) -> None:
    assert PROMISE.search(line)


@pytest.mark.parametrize("line", ['TODO = "todo"', "kind = StepKind.TODO  # a StepKind.TODO waits for a person"])
def test_the_kind_of_step_is_left_alone(line: str) -> None:
    assert not PROMISE.search(line)
