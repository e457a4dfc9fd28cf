"""Promise 4: a worker that lost its lease changes nothing, however late it comes back."""

from segue.actions.stop import stop
from segue.domain.status import Status
from segue.engine.leave import leave
from segue.models import Activity, Delivery, OutboxMessage
from tests.engine.stages import EMAIL, TODO, assert_well, fresh, just, kinds, neighbors, settle, sweep_later, take
from tests.world import World


def test_another_worker_has_done_it(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    slow = take(world)
    sweep_later(world)
    world.tick()
    history = kinds(enrollment)
    assert settle(slow, world) == 0
    assert Activity.objects.count() == 1
    assert kinds(enrollment) == history
    assert_well(world)


def test_another_worker_has_it_in_hand(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    slow = take(world)
    sweep_later(world)
    quick = take(world)
    assert slow.token != quick.token
    assert settle(slow, world) == 0
    assert not Activity.objects.exists()
    assert settle(quick, world) == 1
    assert fresh(enrollment).status == Status.COMPLETED


def test_it_sends_no_mail(world: World) -> None:
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    slow = take(world)
    sweep_later(world)
    assert leave(slow, slow.planned, world.now) == 0
    assert not Delivery.objects.exists()
    world.tick()
    assert leave(slow, slow.planned, world.now) == 0
    assert OutboxMessage.objects.count() == 1


def test_the_rows_of_a_batch_that_are_still_its_own_go_on(world: World) -> None:
    mine, lost = world.enroll(world.sequence(steps=[TODO]), *neighbors(world, 2))
    batch = take(world)
    stop(world.actor, just(lost), world.now)
    assert settle(batch, world) == 1
    assert (fresh(mine).status, fresh(lost).status) == (Status.COMPLETED, Status.STOPPED)
    assert Activity.objects.get().enrollment == mine
