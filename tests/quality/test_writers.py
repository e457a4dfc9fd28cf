"""Who may write what: the state of an enrollment has one writer, and pages and endpoints write nothing themselves."""

import ast
import re

import pytest

from tests.quality.source import Module, product_modules

STATE_WRITERS = "src/segue/models/state/"
# What the bench measures against, in a database of its own: the same rows, written as somebody else would.
YARDSTICKS = ("src/segue/bench/raw.py", "src/segue/bench/peers/step.py")
PRESENTERS = ("src/segue/web/", "src/segue/api/")
QUERYSET_WRITES = {"update", "bulk_update", "update_or_create"}
ANY_WRITE = QUERYSET_WRITES | {"bulk_create", "create", "delete", "get_or_create"}
ROW_WRITERS = {"insert_rows", "update_rows", "insert_alike", "insert_for", "update_alike"}  # segue.models.rows
AN_ENROLLMENT = re.compile(r"\bEnrollment\.(_default_manager|objects)\b|(^|[._])enrollments?\b")
ENROLLMENT_TYPE = re.compile(r"\bEnrollment\b")
STATE_FIELDS = {"status", "reason", "step", "position", "due_at", "attempt", "error_code", "lease_token", "removed_at"}
UPDATE_STATEMENT = re.compile(r"UPDATE\s+\"?segue_enrollment\b", re.IGNORECASE)


def state_writes(module: Module) -> list[str]:
    """Where a module changes an enrollment that is in the database (or an instance it might save)."""
    names = _names_of_enrollments(module.tree)
    return [
        module.at(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and (_changes(node, names) or _writes_rows(node, "Enrollment"))
    ]


def model_writes(module: Module) -> list[str]:
    """Where a module writes any model: by a manager, by saving an instance, or by rows."""
    return [
        module.at(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and (_saves(node) or _writes_rows(node))
    ]


def _saves(node: ast.expr) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return node.func.attr in {"save", "asave"} or (node.func.attr in ANY_WRITE and ".objects" in _owner(node.func))


def _writes_rows(node: ast.expr, model: str | None = None) -> bool:
    if not (isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ROW_WRITERS):
        return False
    return model is None or bool(node.args and ast.unparse(node.args[0]) == model)


def _changes(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(UPDATE_STATEMENT.search(node.value))
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return node.attr in STATE_FIELDS and _is_enrollment(_owner(node), names)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in QUERYSET_WRITES | {"save"} and _is_enrollment(_owner(node.func), names)
    return False


def _is_enrollment(owner: str, names: set[str]) -> bool:
    return bool(AN_ENROLLMENT.search(owner)) or owner.partition(".")[0] in names


def _names_of_enrollments(tree: ast.Module) -> set[str]:
    """Names that hold enrollments, by their annotation or by the query they were assigned from."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation and ENROLLMENT_TYPE.search(ast.unparse(node.annotation)):
            names.add(node.arg)
        elif isinstance(node, ast.Assign) and AN_ENROLLMENT.search(ast.unparse(node.value)):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _owner(attribute: ast.Attribute) -> str:
    return ast.unparse(attribute.value)


def test_the_state_of_an_enrollment_has_one_writer() -> None:
    found = [
        at
        for module in product_modules()
        if not module.name.startswith((STATE_WRITERS, *YARDSTICKS))
        for at in state_writes(module)
    ]
    assert not found, (
        "These change an enrollment outside segue/models/state/. Status, reason, position, lease and due time move "
        "together, under a check of the lease or the status, with an event written beside them: call the function of "
        f"segue.models.state that does what you need, or add one there: {found}"
    )


def test_pages_and_endpoints_write_no_models() -> None:
    found = [at for module in product_modules() if module.name.startswith(PRESENTERS) for at in model_writes(module)]
    assert not found, (
        "A view or endpoint parses, authorises, calls ONE function of segue.actions and presents the result; so the "
        f"page and the API can never do different things. Move these writes into an action: {found}"
    )


def test_the_writer_itself_is_seen() -> None:
    """The rule knows the ways in which Segue really writes."""
    writers = [module for module in product_modules() if module.name.startswith(STATE_WRITERS)]
    assert sum(len(state_writes(module)) for module in writers) > 5


@pytest.mark.parametrize(
    "code",
    [
        "enrollment.save()",
        "self.enrollment.save(update_fields=['status'])",
        "Enrollment.objects.filter(pk=1).update(status='stopped')",
        "sequence.enrollments.filter(pk=1).update(due_at=None)",
        "Enrollment.objects.bulk_update(rows, ['status'])",
        "enrollment.status = Status.STOPPED",
        "rows = Enrollment.objects.filter(pk=1)\nrows.update(due_at=None)",
        "def stop(row: Enrollment) -> None: row.save()",
        "cursor.execute('UPDATE segue_enrollment SET status = 1')",
        "update_rows(Enrollment, ('status',), ('id',), rows)",
    ],
)
def test_a_write_of_state_is_seen(code: str) -> None:
    assert len(state_writes(Module("example.py", code))) == 1


@pytest.mark.parametrize(
    "code",
    ["person.save()", "context.update(enrollments=rows)", "status = enrollment.status", "update_rows(Step, c, k, r)"],
)
def test_other_writes_are_left_alone(code: str) -> None:
    assert not state_writes(Module("example.py", code))


@pytest.mark.parametrize(
    "code", ["record.save()", "Tag.objects.create(name='x')", "Tag.objects.all().delete()", "insert_rows(Tag, c, r)"]
)
def test_a_write_by_a_page_is_seen(code: str) -> None:
    assert len(model_writes(Module("example.py", code))) == 1


@pytest.mark.parametrize("code", ["context.update(a=1)", "Tag.objects.filter(name='x')", "actions.tags.create(name)"])
def test_reading_and_calling_an_action_are_fine(code: str) -> None:
    assert not model_writes(Module("example.py", code))
