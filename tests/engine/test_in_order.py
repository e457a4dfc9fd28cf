"""Promise 5: the steps of one enrollment run in order, and none is skipped unless a person says so."""

from segue.actions.complete_task import complete_task
from segue.actions.retry import retry
from segue.domain.delay import Delay, DelayUnit
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.models import Activity, Enrollment, Sequence, Step, Version
from tests.engine.stages import EMAIL, TAG, TASK, TODO, fresh, just
from tests.world import StepPlan, World

BROKEN = StepPlan(StepKind.TODO, {"title": "In {{ person.city }}", "wait": False})


def titled(title: str) -> StepPlan:
    return StepPlan(StepKind.TODO, {"title": title, "wait": False})


def titles(enrollment: Enrollment) -> list[str]:
    return list(Activity.objects.filter(enrollment=enrollment).order_by("id").values_list("title", flat=True))


def publish(sequence: Sequence, *steps: tuple[str, StepPlan]) -> None:
    """Publish these steps, by their keys, as the next version."""
    version = Version.objects.create(
        workspace=sequence.workspace,
        sequence=sequence,
        number=2,
        step_count=len(steps),
        published_at=sequence.created_at,
    )
    for position, (key, plan) in enumerate(steps, 1):
        Step.objects.create(
            workspace=sequence.workspace, version=version, key=key, position=position, kind=plan.kind,
            delay_amount=0, delay_unit=DelayUnit.MINUTES, config=plan.config,
        )  # fmt: skip
    sequence.current_version = version
    sequence.save()


def test_steps_that_are_all_due_at_once_run_one_after_the_other(world: World) -> None:
    kinds = [EMAIL, TODO, TAG, EMAIL, TODO]
    [enrollment] = world.enroll(world.sequence(steps=kinds), world.person("Ada Lovelace"))
    world.tick()
    made = Activity.objects.filter(enrollment=enrollment).order_by("id")
    assert [(a.kind, a.step.position if a.step else 0) for a in made] == [
        (plan.kind, position) for position, plan in enumerate(kinds, 1)
    ]


def test_a_step_counts_its_delay_from_the_one_before(world: World) -> None:
    later = StepPlan(StepKind.TODO, {"title": "Ask again"}, Delay(2, DelayUnit.HOURS))
    [enrollment] = world.enroll(world.sequence(steps=[TASK, later]), world.person())
    world.tick(days=3)
    complete_task(world.actor, Activity.objects.get(), world.now)
    world.tick(hours=1)
    assert Activity.objects.count() == 1
    world.tick(hours=1)
    assert (Activity.objects.count(), fresh(enrollment).position) == (2, 2)


def test_running_enrollments_finish_on_their_version(world: World) -> None:
    sequence = world.sequence(steps=[TASK, titled("second")])
    [enrollment] = world.enroll(sequence, world.person())
    world.tick()
    publish(sequence, ("new", titled("new")), ("step2", titled("changed")))
    complete_task(world.actor, Activity.objects.get(), world.now)
    world.tick()
    assert titles(enrollment) == ["Ask them", "second"]


def failed_at_the_second(world: World) -> tuple[Sequence, Enrollment]:
    sequence = world.sequence(steps=[titled("first"), BROKEN, titled("third")])
    [enrollment] = world.enroll(sequence, world.person("Ada Lovelace"))
    world.tick()
    assert fresh(enrollment).status == Status.FAILED
    return sequence, enrollment


def retried(world: World, enrollment: Enrollment) -> list[str]:
    retry(world.actor, just(enrollment), world.now)
    world.tick()
    return titles(enrollment)


def test_retry_runs_the_step_as_it_is_published_now(world: World) -> None:
    sequence, enrollment = failed_at_the_second(world)
    publish(sequence, ("step1", titled("first!")), ("step2", titled("mended")), ("step3", titled("third!")))
    assert retried(world, enrollment) == ["first", "mended", "third!"]
    assert fresh(enrollment).status == Status.COMPLETED


def test_retry_goes_on_with_steps_that_are_new(world: World) -> None:
    sequence, enrollment = failed_at_the_second(world)
    publish(sequence, ("step2", titled("mended")), ("new", titled("new")), ("step3", titled("third!")))
    assert retried(world, enrollment) == ["first", "mended", "new", "third!"]


def test_retry_does_nothing_twice_where_steps_were_moved(world: World) -> None:
    sequence, enrollment = failed_at_the_second(world)
    publish(sequence, ("step2", titled("mended")), ("step1", titled("first!")), ("step3", titled("third!")))
    assert retried(world, enrollment) == ["first"]
    assert fresh(enrollment).status == Status.FAILED


def test_retry_skips_nothing_where_steps_were_moved(world: World) -> None:
    sequence, enrollment = failed_at_the_second(world)
    publish(sequence, ("step1", titled("first!")), ("step3", titled("third!")), ("step2", titled("mended")))
    assert retried(world, enrollment) == ["first"]


def test_retry_of_a_step_that_was_deleted_runs_it_as_it_was(world: World) -> None:
    sequence, enrollment = failed_at_the_second(world)
    publish(sequence, ("step1", titled("first!")), ("step3", titled("third!")))
    enrollment.record.city = "London"
    enrollment.record.save()
    assert retried(world, enrollment) == ["first", "In London", "third"]
