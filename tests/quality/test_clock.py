"""Only entry points read the clock; everything below them is told what time it is.

That is why a test can ask what happens on a Sunday night in March without waiting for one.
"""

import ast

import pytest

from tests.quality.source import Module, product_modules

MAY_READ = tuple(f"src/segue/{entry}/" for entry in ("web", "api", "runners", "cli", "demo", "bench"))
READS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "time.time_ns",
    "timezone.localdate",
    "timezone.now",
}
IMPORTS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("django.utils.timezone", "now"),
    ("django.db.models.functions", "Now"),
}


def clock_reads(module: Module) -> list[str]:
    """Where a module reads the clock, by a call, a reference or an import."""
    return [f"{module.at(node)} {what}" for node, what in _reads(module.tree)]


def _reads(tree: ast.Module) -> list[tuple[ast.expr | ast.stmt, str]]:
    found: list[tuple[ast.expr | ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := _last_two(node)) in READS:
            found.append((node, name))
        elif isinstance(node, ast.ImportFrom):
            found += [(node, alias.name) for alias in node.names if (node.module, alias.name) in IMPORTS]
    return found


def _last_two(node: ast.Attribute) -> str:
    return ".".join(ast.unparse(node).split(".")[-2:])


def test_only_entry_points_read_the_clock() -> None:
    found = [
        read for module in product_modules() if not module.name.startswith(MAY_READ) for read in clock_reads(module)
    ]
    assert not found, (
        "These read the clock below the entry points. Take `now: datetime` as an argument and let the view, the "
        f"endpoint, the runner or the command pass it (time.monotonic, for measuring, is fine anywhere): {found}"
    )


@pytest.mark.parametrize(
    "code",
    [
        "timezone.now()",
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "django.utils.timezone.now()",
        "time.time()",
        "DateTimeField(default=timezone.now)",
        "from django.utils.timezone import now",
    ],
)
def test_a_clock_read_is_seen(code: str) -> None:
    assert len(clock_reads(Module("example.py", code))) == 1


@pytest.mark.parametrize("code", ["time.monotonic()", "def due(now): return now + delay", "timezone.localtime(now)"])
def test_measuring_and_being_told_are_fine(code: str) -> None:
    assert not clock_reads(Module("example.py", code))
