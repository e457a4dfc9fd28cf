"""On Basic the engine holds a workspace's enrollments, and goes on with them after the upgrade."""

import pytest

from segue.actions.retry import retry
from segue.actions.set_tier import set_tier
from segue.domain.refusals import TierRequired
from segue.domain.status import Status
from segue.domain.tiers import TIER_EXPLANATION, Tier
from segue.engine.leave import leave
from segue.models import Activity, Delivery, OutboxMessage
from segue.queries.explain import why
from segue.queries.lanes import due_lanes, next_due
from tests.engine.stages import EMAIL, TODO, Died, assert_well, during_outbox, fresh, just, settle, sweep_later, take
from tests.world import World


def test_nothing_runs_on_basic_and_all_of_it_after_the_upgrade(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO, EMAIL, TODO]), world.person("Ada Lovelace"))
    set_tier(world.workspace, Tier.BASIC)
    assert (world.tick(days=3), next_due(), due_lanes(world.now)) == (0, None, [])
    assert why(fresh(enrollment), world.now).chain == [TIER_EXPLANATION]
    assert_well(world)
    set_tier(world.workspace, Tier.PROFESSIONAL)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED
    assert Activity.objects.count() == 3


def test_the_other_workspace_goes_on(world: World) -> None:
    theirs = world.sequence(steps=[TODO], workspace=world.other_workspace)
    [enrollment] = world.enroll(theirs, world.person(workspace=world.other_workspace), member=world.charlie)
    set_tier(world.workspace, Tier.BASIC)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_downgrade_between_claim_and_settle_gives_the_batch_back(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    batch = take(world)
    set_tier(world.workspace, Tier.BASIC)
    assert settle(batch, world) == 0
    assert (fresh(enrollment).lease_token, Activity.objects.count()) == (None, 0)
    set_tier(world.workspace, Tier.PROFESSIONAL)
    world.tick()
    assert fresh(enrollment).status == Status.COMPLETED


def test_a_downgrade_between_claim_and_open_keeps_mail_back(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person())
    batch = take(world)
    set_tier(world.workspace, Tier.BASIC)
    assert leave(batch, batch.planned, world.now) == 0
    assert (fresh(enrollment).lease_token, Delivery.objects.count()) == (None, 0)
    set_tier(world.workspace, Tier.PROFESSIONAL)
    world.tick()
    assert OutboxMessage.objects.count() == 1


def test_what_is_leaving_during_a_downgrade_is_recorded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, TODO]), world.person())
    during_outbox(monkeypatch, before=lambda: set_tier(world.workspace, Tier.BASIC))
    world.tick(days=1)
    assert (fresh(enrollment).position, Delivery.objects.get().state) == (2, "sent")
    assert [a.kind for a in Activity.objects.all()] == ["email"]
    assert_well(world)


def test_the_sweep_looks_after_a_basic_workspace_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL, TODO]), world.person())

    def die() -> None:
        set_tier(world.workspace, Tier.BASIC)
        raise Died

    with monkeypatch.context() as patch:
        during_outbox(patch, after=die)
        with pytest.raises(Died):
            world.tick()
    sweep_later(world)
    assert (fresh(enrollment).position, Delivery.objects.get().state) == (2, "sent")
    assert_well(world)


def test_retry_needs_the_tier(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person())
    set_tier(world.workspace, Tier.BASIC)
    world.alice.workspace.refresh_from_db()
    with pytest.raises(TierRequired):
        retry(world.actor, just(enrollment), world.now)
