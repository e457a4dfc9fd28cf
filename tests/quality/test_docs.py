"""What a user can meet is in docs/: statuses, reasons, error codes, settings, commands."""

import ast
import re

import pytest

from segue.domain.errors import ErrorCode
from segue.domain.status import Reason, Status, Verb
from tests.quality.source import DOCS, PACKAGE, ROOT

SETTING = re.compile(r"(SEGUE_[A-Z_]+|DATABASE_URL)")


def settings_read() -> list[str]:
    """The names of the environment variables that environment.py asks for."""
    tree = ast.parse((PACKAGE / "config" / "environment.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return sorted(text for text in texts if SETTING.fullmatch(text))


def make_targets() -> list[str]:
    return re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def page(name: str) -> str:
    path = DOCS / name
    assert path.exists(), f"docs/{name} is missing: users look there for what this test compares with the code"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("status", Status)
def test_each_status_is_explained(status: Status) -> None:
    assert status.label in page("lifecycle.md"), f"Say in docs/lifecycle.md what the status '{status.label}' means."


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_explained(reason: Reason) -> None:
    text = page("lifecycle.md")
    assert f"`{reason.value}`" in text, f"Explain the reason `{reason.value}` in docs/lifecycle.md."
    assert reason.label in text, f"Name '{reason.label}', which users read for `{reason.value}`, in docs/lifecycle.md."


@pytest.mark.parametrize("verb", Verb)
def test_each_verb_is_drawn(verb: Verb) -> None:
    assert verb.value in page("lifecycle.md"), f"Draw '{verb.value}' in the state table of docs/lifecycle.md."


@pytest.mark.parametrize("code", ErrorCode)
def test_each_error_is_explained(code: ErrorCode) -> None:
    text = page("errors.md")
    assert f"`{code.value}`" in text, f"List `{code.value}` in docs/errors.md."
    assert code.entry.title in text, f"Give `{code.value}` its title '{code.entry.title}' in docs/errors.md."


def test_no_error_is_listed_that_does_not_exist() -> None:
    listed = set(re.findall(r"^(?:#+|\|) *`([a-z_]+)`", page("errors.md"), re.MULTILINE))
    unknown = listed - {code.value for code in ErrorCode}
    assert not unknown, f"docs/errors.md lists codes that Segue no longer has: {sorted(unknown)}"


@pytest.mark.parametrize("setting", settings_read())
def test_each_setting_is_explained(setting: str) -> None:
    assert f"`{setting}`" in page("self-hosting.md"), f"Add `{setting}` to the table of docs/self-hosting.md."


def test_no_setting_is_explained_that_does_not_exist() -> None:
    unknown = set(SETTING.findall(page("self-hosting.md"))) - set(settings_read())
    assert not unknown, f"docs/self-hosting.md names settings that Segue does not read: {sorted(unknown)}"


def test_the_settings_are_found() -> None:
    assert {"DATABASE_URL", "SEGUE_DATA_DIR"} <= set(settings_read())


@pytest.mark.parametrize("target", make_targets())
def test_each_make_target_is_explained(target: str) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"`make {target}`" in text, f"Say in CONTRIBUTING.md what `make {target}` is for."
