"""The source as the quality rules see it: files by kind, and their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "segue"
DOCS = ROOT / "docs"


@dataclass(frozen=True)
class Module:
    """One Python file, or a piece of Python given as text to try a rule on."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def at(self, node: ast.expr | ast.stmt | ast.excepthandler) -> str:
        return f"{self.name}:{node.lineno}"


def product_modules() -> list[Module]:
    """Every module of the product, but for migrations, which Django writes."""
    return [m for m in _modules_under(PACKAGE) if "/migrations/" not in m.name]


def all_modules() -> list[Module]:
    return [*product_modules(), *_modules_under(ROOT / "tests"), *_modules_under(ROOT / "scripts")]


def text_files(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Name and text of every file a person writes, of the given kinds."""
    for folder in (PACKAGE, ROOT / "tests", ROOT / "scripts", DOCS):
        for path in sorted(folder.rglob("*")):
            if path.suffix in suffixes:
                yield _name(path), path.read_text(encoding="utf-8")


def _modules_under(folder: Path) -> list[Module]:
    return [Module(_name(path), path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
