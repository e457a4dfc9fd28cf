"""Each command of the terminal is explained where people who run Segue look."""

import pytest

from segue.cli.main import main
from tests.quality.source import DOCS


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_command_is_explained(command: str) -> None:
    text = (DOCS / "self-hosting.md").read_text(encoding="utf-8")
    assert f"`segue {command}`" in text, f"Add `segue {command}` to the table of docs/self-hosting.md."
