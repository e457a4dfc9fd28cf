"""An error that is swallowed becomes a record that is stuck, with nobody knowing why."""

import ast

import pytest

from tests.quality.source import Module, product_modules

BROAD = {"Exception", "BaseException"}


def swallowed_errors(module: Module) -> list[str]:
    """Handlers that catch everything and do nothing with it."""
    return [
        module.at(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and all(_does_nothing(s) for s in node.body)
    ]


def broad_suppressions(module: Module) -> list[str]:
    return [
        module.at(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"suppress", "contextlib.suppress"}
        and any(_is_broad(argument) for argument in node.args)
    ]


def _is_broad(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(_is_broad(element) for element in kind.elts)
    return kind is None or ast.unparse(kind) in BROAD


def _does_nothing(statement: ast.stmt) -> bool:
    is_constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_constant or isinstance(statement, ast.Pass | ast.Continue)


def test_no_error_is_swallowed() -> None:
    found = [at for module in product_modules() for at in swallowed_errors(module) + broad_suppressions(module)]
    assert not found, (
        "These catch every error and do nothing with it. Catch the one error you expect, or record what happened "
        f"(log it, or turn it into a StepError that a person sees) before going on: {found}"
    )


@pytest.mark.parametrize(
    "handler", ["except Exception: pass", "except: pass", "except (OSError, Exception): ...", "except BaseException: 1"]
)
def test_a_swallowed_error_is_seen(handler: str) -> None:
    assert swallowed_errors(Module("example.py", f"try:\n    work()\n{handler}\n")) == ["example.py:3"]


def test_a_broad_suppression_is_seen() -> None:
    assert broad_suppressions(Module("example.py", "with suppress(Exception): work()")) == ["example.py:1"]


def test_an_expected_error_may_be_passed_over() -> None:
    assert not swallowed_errors(Module("example.py", "try:\n    work()\nexcept FileNotFoundError: pass\n"))
