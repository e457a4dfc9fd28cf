"""What the tests of the enrollment pages share."""

import pytest
from django.test import Client

from segue.domain.delay import Delay, DelayUnit
from segue.domain.steps import StepKind
from segue.models import Enrollment, Sequence
from tests.world import StepPlan, World, client_of

NEEDS_CITY = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "How is {{ person.city }}?"})
CALL_TOMORROW = StepPlan(StepKind.CALL, {"title": "Call them"}, Delay(1, DelayUnit.DAYS))


@pytest.fixture
def bob(world: World) -> Client:
    """A manager's browser, as htmx sends it."""
    client = client_of(world.bob)
    client.defaults["HTTP_HX_REQUEST"] = "true"
    return client


@pytest.fixture
def sequence(world: World) -> Sequence:
    """An email that needs the record's city, then a call a day later."""
    return world.sequence(steps=[NEEDS_CITY, CALL_TOMORROW], name="Outbound")


@pytest.fixture
def failed(world: World, sequence: Sequence) -> Enrollment:
    """Ada has no city: her first step failed."""
    [enrollment] = world.enroll(sequence, world.person("Ada Okafor"))
    world.tick()
    enrollment.refresh_from_db()
    assert enrollment.status == "failed"
    return enrollment


@pytest.fixture
def going(world: World, sequence: Sequence) -> Enrollment:
    """Ben's first step is done; the call comes tomorrow."""
    [enrollment] = world.enroll(sequence, world.person("Ben Weber", city="Ghent"))
    world.tick()
    enrollment.refresh_from_db()
    assert (enrollment.status, enrollment.position) == ("in_progress", 2)
    return enrollment
