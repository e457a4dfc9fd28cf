"""The sums of docs/scaling.md follow from the costs it names, and those are results of docs/performance.md."""

import re

import pytest

from scripts.scaling_sums import COST, SUM, with_right_sums, worked_out
from tests.quality.source import DOCS

SCALING = (DOCS / "scaling.md").read_text(encoding="utf-8")
RESULTS = set(
    re.findall(r"[\d.,]*\d", (DOCS / "performance.md").read_text(encoding="utf-8").partition("## Results")[2])
)


def test_the_sums_are_right() -> None:
    right = with_right_sums(SCALING)
    wrong = [line for line, other in zip(SCALING.splitlines(), right.splitlines(), strict=True) if line != other]
    assert not wrong, f"Work these out anew with `.venv/bin/python -m scripts.scaling_sums`: {wrong}"


def test_the_sums_are_found() -> None:
    assert len(SUM.findall(SCALING)) >= 10
    assert {"steps", "enrolling", "mail", "enrollment_bytes", "step_bytes", "email_bytes"} == {
        name for name, _ in COST.findall(SCALING)
    }


@pytest.mark.parametrize(("name", "value"), COST.findall(SCALING))
def test_a_cost_was_measured(name: str, value: str) -> None:
    assert value in RESULTS, (
        f"docs/scaling.md says {value} for `{name}`, but docs/performance.md has no such result: copy the new one, and "
        "work out the sums anew with `.venv/bin/python -m scripts.scaling_sums`."
    )


def test_a_wrong_sum_is_put_right() -> None:
    page = "| `cost` | 1,500 | bytes |\n\n`each` = 2\n\n| GB | 0.0 | 0 | `n * cost * each / 1e9` |\n"
    assert with_right_sums(page).splitlines()[-1] == "| GB | 30.0 | 3,000 | `n * cost * each / 1e9` |"


@pytest.mark.parametrize(("formula", "result"), [("n * 7", 70), ("ceil(n / 3)", 4), ("1e2 * n / (n + 10)", 50)])
def test_a_formula_is_read(formula: str, result: float) -> None:
    assert worked_out(formula, {"n": 10}) == result


def test_a_formula_can_do_nothing_but_sums() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        worked_out("__import__('os').getcwd()", {})
