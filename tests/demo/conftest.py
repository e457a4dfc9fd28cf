"""The example data as a newcomer finds it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from segue.demo.seed import seed
from segue.domain.demo_accounts import NORTHWIND
from segue.models import Workspace

MOMENTS = [
    pytest.param(datetime(2026, 11, 25, 10, 30, tzinfo=UTC), id="on a Wednesday morning"),
    pytest.param(datetime(2026, 3, 29, 1, 2, tzinfo=UTC), id="on a Sunday night, as the clocks change"),
]


@pytest.fixture(scope="module", params=MOMENTS)
def now(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[datetime]:
    """The moment at which the data was seeded. Once for all tests here, since it takes seconds; they only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(request.param)
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def northwind(now: datetime) -> Workspace:
    return Workspace.objects.get(name=NORTHWIND)
