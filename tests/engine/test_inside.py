"""Work that stays inside the database takes no lease: what changes between the look and the lock is left alone."""

from collections.abc import Callable
from typing import Any

import pytest

from segue.actions.remove import remove
from segue.actions.stop import stop
from segue.domain.status import Reason, Status
from segue.domain.tiers import Tier
from segue.engine import activities, inside, settle_inside
from segue.engine.inside import run_inside
from segue.models import Activity, Delivery, Enrollment, Event, Lane, Workspace
from segue.models.state.leases import claim
from segue.queries.lanes import due_lanes
from tests.engine.stages import (
    FIELD,
    TAG,
    TASK,
    TODO,
    WEBHOOK,
    assert_well,
    fresh,
    just,
    kinds,
    neighbors,
    settle,
    take,
)
from tests.world import NOW, StepPlan, World

MERGING = StepPlan(TODO.kind, {"title": "Call {{ person.first_name }}", "wait": False})
MANY = 60  # enough for what is written once for all


def run(world: World) -> int | None:
    """One look at the one lane that has something due."""
    [lane] = due_lanes(world.now)
    return run_inside(lane, world.now, 1_000)


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Have something happen, once, after the worker has decided and before it locks."""
    real, left = inside._settle, [happens]

    def late(*args: Any) -> int:
        if left:
            left.pop()()
        return real(*args)

    monkeypatch.setattr(inside, "_settle", late)


@pytest.mark.parametrize("step", [TODO, MERGING, TAG, FIELD, TASK], ids=["alike", "merging", "tag", "field", "task"])
def test_no_lease_is_taken(world: World, monkeypatch: pytest.MonkeyPatch, step: StepPlan) -> None:
    leased: list[bool] = []
    meanwhile(monkeypatch, lambda: leased.append(Enrollment.objects.exclude(lease_until=None).exists()))
    enrolled = world.enroll(world.sequence(steps=[step]), *neighbors(world, MANY))
    assert run(world) == MANY
    assert leased == [False]
    assert Activity.objects.count() == MANY
    assert len({tuple(kinds(enrollment)) for enrollment in enrolled}) == 1
    assert_well(world)


@pytest.mark.parametrize("people", [2, MANY], ids=["few", "many"])
@pytest.mark.parametrize("verb", [stop, remove])
def test_who_is_stopped_meanwhile_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, verb: Callable[..., object], people: int
) -> None:
    first, *others = world.enroll(world.sequence(steps=[TODO]), *neighbors(world, people))
    meanwhile(monkeypatch, lambda: verb(world.actor, just(first), world.now))
    assert run(world) == people - 1
    assert fresh(first).status == Status.STOPPED
    assert "step_done" not in kinds(first)
    assert not Activity.objects.filter(enrollment=first).exists()
    assert {fresh(other).status for other in others} == {Status.COMPLETED}
    assert_well(world)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": Reason.PAUSED_BY_REPLY, "due_at": None, "remaining": 0},
        {"reason": Reason.PAUSED_BY_REPLY},
        {"due_at": None},
        {"attempt": 3},
        {"goes_on_at": 2},
        {"lease_token": "other", "lease_until": NOW},
        {"mailbox_id": None},
    ],
    ids=str,
)
def test_what_is_not_as_it_was_seen_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    """One thing at a time, whoever changed it."""
    mine, changed = world.enroll(world.sequence(steps=[TODO, TODO]), *neighbors(world, 2))
    meanwhile(monkeypatch, lambda: just(changed).update(**change))
    assert run(world) == 1
    assert (fresh(mine).position, fresh(changed).position) == (2, 1)
    assert list(Activity.objects.values_list("enrollment_id", flat=True)) == [mine.id]
    assert kinds(changed) == ["enrolled"]


@pytest.mark.parametrize("step", [TODO, MERGING], ids=["alike", "merging"])
def test_another_worker_did_it_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch, step: StepPlan) -> None:
    world.enroll(world.sequence(steps=[step, TASK]), *neighbors(world, MANY))
    [lane] = due_lanes(world.now)
    meanwhile(monkeypatch, lambda: run_inside(lane, world.now, 1_000))
    assert run_inside(lane, world.now, 1_000) == 0
    assert Activity.objects.count() == MANY
    assert Event.objects.filter(kind="step_done").count() == MANY
    assert_well(world)


def test_another_worker_has_it_in_hand(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.enroll(world.sequence(steps=[TODO]), *neighbors(world, 2))
    [lane] = due_lanes(world.now)
    taken = []
    meanwhile(monkeypatch, lambda: taken.append(take(world)))
    assert run_inside(lane, world.now, 1_000) == 0
    assert not Activity.objects.exists()
    assert settle(taken[0], world) == 2


def test_a_downgrade_meanwhile_leaves_all_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.enroll(world.sequence(steps=[TODO]), *neighbors(world, MANY))
    before = list(Enrollment.objects.order_by("id").values())
    workspace = Workspace.objects.filter(id=world.workspace.id)
    meanwhile(monkeypatch, lambda: workspace.update(tier=Tier.BASIC))
    assert run(world) == 0
    assert not Activity.objects.exists()
    assert list(Enrollment.objects.order_by("id").values()) == before


def test_one_that_cannot_be_written_fails_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set that cannot be written goes the way of leases, where each is tried by itself."""
    *others, poisoned = world.enroll(world.sequence(steps=[MERGING]), *neighbors(world, 3))
    real = activities.write_activities

    def write(made: Any, now: Any) -> None:
        made = list(made)
        if any(m.snapshot.enrollment_id == poisoned.id for m in made):
            raise ValueError("poison")
        real(made, now)

    monkeypatch.setattr(settle_inside, "write_activities", write)
    assert run(world) is None
    world.tick()
    assert fresh(poisoned).status == Status.FAILED
    assert {fresh(other).status for other in others} == {Status.COMPLETED}
    assert_well(world)


def test_one_that_cannot_be_read_fails_alone(world: World) -> None:
    [first] = world.enroll(world.sequence(steps=[TODO]), world.person())
    step = first.step
    assert step is not None
    type(step).objects.filter(id=step.id).update(config={"title": 7})
    world.tick()
    assert fresh(first).status == Status.FAILED
    assert_well(world)


def test_what_leaves_from_such_a_lane_takes_a_lease(world: World) -> None:
    """A webhook that was put in line before webhooks had a lane of their own."""
    [enrollment] = world.enroll(world.sequence(steps=[WEBHOOK]), world.person())
    shard = Lane.objects.filter(workspace=world.workspace, shard=0).get()
    just(enrollment).update(lane=shard)
    assert run_inside(shard.id, world.now, 1_000) is None
    assert not Delivery.objects.exists()
    assert claim(shard.id, world.now, world.now, 10)[1] == [enrollment.id]
