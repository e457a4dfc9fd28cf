"""Promise 6: the delay says when a step is due, the window when it may leave; what is late leaves oldest first."""

from datetime import UTC, datetime, timedelta
from typing import Any

from segue.domain.delay import Delay, DelayUnit
from segue.domain.status import Reason
from segue.domain.steps import StepKind
from segue.engine.tick import tick
from segue.models import Activity, OutboxMessage
from tests.engine.stages import EMAIL, TODO, fresh, neighbors
from tests.world import StepPlan, World

OFFICE: dict[str, Any] = {"window_days": [0, 1, 2, 3, 4]}  # 09:00 to 17:00 in Amsterdam


def test_after_downtime_the_oldest_goes_first(world: World) -> None:
    sequence = world.sequence(steps=[TODO])
    first, second, third = neighbors(world, 3)
    lane = 0
    for person in (third, first, second):
        [enrollment] = world.enroll(sequence, person)
        world.now += timedelta(hours=1)
        lane = enrollment.lane_id
    order = []
    while tick(lane, world.now, limit=1).more:
        order.append(Activity.objects.order_by("-id")[0].record)
    assert order == [third, first, second]


def test_after_downtime_mail_leaves_inside_its_window_only(world: World) -> None:
    world.enroll(world.sequence(steps=[EMAIL], **OFFICE), world.person())
    world.now = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)  # a Saturday
    world.tick()
    assert OutboxMessage.objects.count() == 0
    world.tick(days=1, hours=20)  # Monday 09:00 in Amsterdam
    assert OutboxMessage.objects.count() == 1


def test_waiting_for_the_window_is_no_attempt_and_no_error(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL], **OFFICE), world.person())
    world.now = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    world.tick()
    waiting = fresh(enrollment)
    assert (waiting.reason, waiting.attempt, waiting.error_code) == (Reason.WAITING_FOR_WINDOW, 0, "")


def test_a_window_holds_back_mail_and_nothing_else(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO, EMAIL], **OFFICE), world.person())
    world.now = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    world.tick()
    assert [a.kind for a in Activity.objects.all()] == ["todo"]
    assert fresh(enrollment).due_at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def test_a_window_that_is_taken_away_holds_nothing_back(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL], **OFFICE)
    world.now = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)  # a Friday
    world.enroll(sequence, world.person())
    sequence.window_days = []
    sequence.save()
    world.now = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    world.tick()
    assert OutboxMessage.objects.count() == 1


def test_the_window_can_follow_the_record(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL], window_zone="record", **OFFICE)
    world.enroll(sequence, world.person(time_zone="America/New_York"), world.person())
    world.tick(hours=4)  # 13:00 UTC
    assert OutboxMessage.objects.count() == 1
    world.tick(hours=1)
    assert OutboxMessage.objects.count() == 2


def test_days_keep_the_wall_time_of_the_workspace(world: World) -> None:
    later = StepPlan(StepKind.TODO, {"title": "Ask"}, Delay(2, DelayUnit.DAYS))
    world.now = datetime(2027, 3, 27, 9, 0, tzinfo=UTC)  # the clocks change in the night to Sunday 28 March
    [enrollment] = world.enroll(world.sequence(steps=[later]), world.person())
    assert fresh(enrollment).due_at == datetime(2027, 3, 29, 8, 0, tzinfo=UTC)
