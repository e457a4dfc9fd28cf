"""Works out the sums of docs/scaling.md anew from the costs it names: `.venv/bin/python -m scripts.scaling_sums`."""

import ast
import math
import operator
import re
from collections.abc import Mapping
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "scaling.md"
COST = re.compile(r"^\| `(\w+)` \| ([\d.,]+) \|", re.MULTILINE)
GIVEN = re.compile(r"`(\w+)` = ([\d.,]+)")
SUM = re.compile(r"^\| ([^|`]+) \| ([\d.,]+) \| ([\d.,]+) \| `([^`]+)` \|$", re.MULTILINE)
SIZES = (10_000_000, 1_000_000_000)
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def main() -> None:
    PAGE.write_text(with_right_sums(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def with_right_sums(page: str) -> str:
    """The page with each sum as its formula has it, with as many decimals as it has now."""
    known = {name: float(value.replace(",", "")) for name, value in [*COST.findall(page), *GIVEN.findall(page)]}

    def right(row: re.Match[str]) -> str:
        what, *shown, formula = row.groups()
        sums = [_like(old, worked_out(formula, known | {"n": n})) for old, n in zip(shown, SIZES, strict=True)]
        return f"| {what} | {' | '.join(sums)} | `{formula}` |"

    return SUM.sub(right, page)


def worked_out(formula: str, known: Mapping[str, float]) -> float:
    """What a formula of numbers, names, + - * / and ceil() comes to; nothing else is understood."""

    def of(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=int() | float() as value):
                return float(value)
            case ast.Name(id=name):
                return known[name]
            case ast.BinOp(left=left, op=op, right=right):
                return float(OPERATORS[type(op)](of(left), of(right)))
            case ast.Call(func=ast.Name(id="ceil"), args=[argument]):
                return float(math.ceil(of(argument)))
        raise ValueError(f"cannot read {ast.unparse(node)} in {formula}")

    return of(ast.parse(formula, mode="eval").body)


def _like(shown: str, value: float) -> str:
    return f"{value:,.{len(shown.partition('.')[2])}f}"


if __name__ == "__main__":
    main()
