"""Figures: what was measured, what it is measured against, and whether it is good enough."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

WIDE = 300  # where nobody looks on: a table is then one of Markdown, to be pasted into docs/performance.md


@dataclass(frozen=True)
class Figure:
    """One measurement. `ratio` is value over yardstick; `met` is None where there is no target."""

    name: str
    value: float
    unit: str
    yardstick: str = ""
    yardstick_value: float | None = None
    target: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.yardstick_value if self.yardstick_value else None


def beside(name: str, value: float, unit: str, yardstick: str, yardstick_value: float, least: float) -> Figure:
    """A figure whose ratio to its yardstick should be `least` or more."""
    met = value >= least * yardstick_value
    return Figure(name, value, unit, yardstick, yardstick_value, f"ratio ≥ {least:g}", met)


def at_most(name: str, value: float, unit: str, most: float) -> Figure:
    """A figure that should be `most` or less."""
    return Figure(name, value, unit, target=f"≤ {most:g} {unit}".rstrip(), met=value <= most)


def unjudged(figure: Figure, why: str) -> Figure:
    """The same, with no verdict: the run was not one that the target is about."""
    return replace(figure, target=f"{figure.target}, {why}", met=None)


def print_figures(figures: Sequence[Figure], head: str = "", *, as_json: bool) -> None:
    """A table under its head, or with `as_json` one object a line (the head then goes where errors go)."""
    if as_json:
        sys.stderr.write(f"{head}\n" if head else "")
        for figure in figures:
            sys.stdout.write(json.dumps(asdict(figure) | {"ratio": figure.ratio}) + "\n")
        return
    table = Table("what", "value", "unit", "yardstick", "its value", "ratio", "target", "met", box=MARKDOWN)
    for f in figures:
        met = "" if f.met is None else "yes" if f.met else "no"
        table.add_row(
            f.name, _number(f.value), f.unit, f.yardstick, _number(f.yardstick_value), _number(f.ratio), f.target, met
        )
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    console.print(head, highlight=False)
    console.print(table)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
