"""Figures: what was measured, what it is measured against, and whether it is good enough."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


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


def print_figures(figures: Sequence[Figure], *, as_json: bool) -> None:
    """A table, or with `as_json` one object a line."""
    if as_json:
        for figure in figures:
            sys.stdout.write(json.dumps(asdict(figure) | {"ratio": figure.ratio}) + "\n")
        return
    table = Table("what", "value", "unit", "yardstick", "its value", "ratio", "target", "met")
    for f in figures:
        met = "" if f.met is None else "yes" if f.met else "no"
        table.add_row(
            f.name, _number(f.value), f.unit, f.yardstick, _number(f.yardstick_value), _number(f.ratio), f.target, met
        )
    Console(width=150).print(table)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
