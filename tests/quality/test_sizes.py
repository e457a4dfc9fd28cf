"""Code that fits a screen gets read. These caps keep it so; there is no list of exceptions."""

import ast

from tests.quality.source import Module, all_modules, product_modules, text_files

MODULE_LINES = 300
SMALL_MODULE_LINES = 100
SMALL_MODULES_SHARE = 0.6
FUNCTION_LINES = 50


def long_functions(module: Module) -> list[str]:
    return [
        f"{module.at(node)} {node.name} has {lines} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]


def test_no_module_is_long() -> None:
    found = [f"{m.name} has {m.lines} lines" for m in all_modules() if m.lines > MODULE_LINES]
    assert not found, (
        f"A module may have {MODULE_LINES} lines at most. Split these by what their parts are about, so that each "
        f"file has one subject its name can tell: {found}"
    )


def test_no_stylesheet_script_or_template_is_long() -> None:
    files = [(name, len(text.splitlines())) for name, text in text_files(".css", ".js", ".html")]
    found = [f"{name} has {lines} lines" for name, lines in files if lines > MODULE_LINES]
    assert not found, (
        f"Stylesheets, scripts and templates may have {MODULE_LINES} lines at most, too. Give each component or part "
        f"of a page a file of its own: {found}"
    )


def test_most_modules_are_small() -> None:
    modules = [m for m in product_modules() if m.text.strip()]
    small = [m for m in modules if m.lines <= SMALL_MODULE_LINES]
    share = len(small) / len(modules)
    assert share >= SMALL_MODULES_SHARE, (
        f"{share:.0%} of the modules have {SMALL_MODULE_LINES} lines or fewer; at least {SMALL_MODULES_SHARE:.0%} "
        "should. Nothing is wrong with the one you touched last: look for the module that has grown two subjects."
    )


def test_no_function_is_long() -> None:
    found = [line for module in all_modules() for line in long_functions(module)]
    assert not found, (
        f"A function may have {FUNCTION_LINES} lines at most; most have fewer than 15. Give the steps inside these a "
        f"name each, and let the function read as the list of its steps: {found}"
    )


def test_a_long_function_is_seen() -> None:
    body = "    pass\n" * FUNCTION_LINES
    assert long_functions(Module("example.py", f"def long():\n{body}")) == ["example.py:1 long has 51 lines"]
