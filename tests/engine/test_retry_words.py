"""Retry says in the history which version of the step it runs."""

from segue.actions.retry import retry
from segue.domain.steps import StepKind
from segue.models import Enrollment, Event, Step, Version
from tests.world import StepPlan, World

NEEDS_CITY = StepPlan(StepKind.TODO, {"title": "In {{ person.city }}", "wait": False})


def failed(world: World) -> Enrollment:
    [enrollment] = world.enroll(world.sequence(steps=[NEEDS_CITY]), world.person())
    world.tick()
    return enrollment


def publish(world: World, enrollment: Enrollment, key: str) -> None:
    """A second version whose one step has this key."""
    version = Version.objects.create(
        workspace=world.workspace, sequence=enrollment.sequence, number=2, step_count=1, published_at=world.now
    )
    config = {"title": "Anywhere", "body": "", "wait": False}
    Step.objects.create(
        workspace=world.workspace, version=version, key=key, position=1, kind=StepKind.TODO, config=config
    )
    enrollment.sequence.current_version = version
    enrollment.sequence.save()


def words_of_retry(world: World, enrollment: Enrollment) -> str:
    retry(world.actor, Enrollment.objects.filter(id=enrollment.id), world.now)
    return Event.objects.get(enrollment=enrollment, kind="retried").detail


def test_as_it_is(world: World) -> None:
    assert words_of_retry(world, failed(world)) == ""


def test_as_it_is_published_now(world: World) -> None:
    enrollment = failed(world)
    publish(world, enrollment, "step1")
    assert words_of_retry(world, enrollment) == "It runs as the published version has it now."
    world.tick()
    assert Enrollment.objects.get(id=enrollment.id).status == "completed"


def test_as_it_was_where_the_published_version_has_it_no_longer(world: World) -> None:
    enrollment = failed(world)
    publish(world, enrollment, "another")
    assert (
        words_of_retry(world, enrollment) == "The published version has no such step at this place; it runs as it was."
    )
