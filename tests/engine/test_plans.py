"""Cost follows what is due and what is under way, never what there ever was: these queries read by their index."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.engine.room import is_elsewhere
from segue.engine.sweep import _stale
from segue.models.state.leases import claim, release_expired
from segue.queries.lanes import due_lanes, next_due
from tests.world import NOW

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Postgres plans by what is in its tables")


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda: due_lanes(NOW), "enrollment_due"),
        (next_due, "enrollment_due"),
        (lambda: claim(1, NOW, NOW, 10), "enrollment_due"),
        (lambda: release_expired(NOW), "enrollment_due"),
        (lambda: is_elsewhere(1, NOW), "delivery_open"),
        (lambda: _stale(NOW, 0), "delivery_open"),
    ],
    ids=["due lanes", "next due", "claim", "expired", "elsewhere", "stale"],
)
def test_it_is_read_by_its_index(db: None, ask: Callable[[], object], index: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        ask()
    assert any(index in plan for plan in map(plan_of, (query["sql"] for query in asked)))


def plan_of(statement: str) -> str:
    if not statement.startswith(("SELECT", "UPDATE")):
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [str(row[3]) for row in cursor.fetchall()]
    assert not [step for step in plan if step.startswith(("SCAN segue_enrollment", "SCAN segue_delivery"))], plan
    return " | ".join(plan)
