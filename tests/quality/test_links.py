"""Links and pictures in the documents lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.quality.source import DOCS, ROOT

LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def dead_links(document: Path) -> list[str]:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    return [t for t in targets if "://" not in t and not t.startswith("mailto:") and not (document.parent / t).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    assert not dead_links(document), f"{document.name} links to files that are not there: {dead_links(document)}"


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("[here](page.md#top) [web](https://example.com) [gone](gone.md)")
    assert dead_links(document) == ["gone.md"]
