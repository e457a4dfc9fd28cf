"""Somebody has changed something and not committed yet, while somebody else would do what that forbids: one waits.

SQLite's write transactions take turns. Postgres' do not, and show each other only what is committed.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from segue.actions.change_member import change_role
from segue.actions.create_sequence import create_sequence
from segue.actions.set_tier import set_tier
from segue.actions.stop import stop
from segue.actions.suppress import suppress
from segue.channels.contract import NOTHING, Effect, Start
from segue.channels.outbox import OutboxChannel
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Role
from segue.domain.suppressions import SuppressionReason
from segue.domain.tiers import Tier
from segue.engine.starting import starter
from segue.engine.tick import tick
from segue.models import Activity, Delivery, Enrollment, Member
from segue.models import Sequence as SequenceRow
from segue.models.lane_holds import pause_lane
from tests.engine.stages import EMAIL, TODO, Died
from tests.waiting import wait_until
from tests.world import World, actor_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="on SQLite write transactions take turns"),
]


def behind(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Do the first, and commit only when the second waits for that; what the second returned, or raised."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            late = pool.submit(_alone, second)
            wait_until(lambda: late.done() or _somebody_waits(), what="the second to wait")
            assert not late.done(), f"It did not wait: {late.exception() or late.result()}"
        return late.exception() or late.result()


def _alone(call: Callable[[], object]) -> object:
    try:
        return call()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what its first look saw
        cursor.execute(waiting)
        return bool(cursor.fetchone()[0])


@pytest.fixture
def ready(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Effect]:
    """Messages that are written down and about to be started."""
    found: list[Effect] = []

    def perform(self: OutboxChannel, effects: Sequence[Effect], start: Start) -> list[object]:
        found.extend(effects)
        raise Died

    monkeypatch.setattr(OutboxChannel, "perform", perform)
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person(email="ada@there.example"))
    with pytest.raises(Died):
        tick(enrollment.lane_id, world.now)
    return found


def begin(ready: list[Effect]) -> frozenset[int]:
    return starter(Delivery.objects.get().lease_token)(ready, NOTHING)


def test_mail_of_what_is_being_stopped_does_not_leave(world: World, ready: list[Effect]) -> None:
    assert behind(lambda: stop(world.actor, Enrollment.objects.all(), world.now), lambda: begin(ready)) == frozenset()


def test_stop_waits_for_mail_that_is_being_started(world: World, ready: list[Effect]) -> None:
    behind(lambda: begin(ready), lambda: stop(world.actor, Enrollment.objects.all(), world.now))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"open"}


def test_mail_of_a_mailbox_that_is_being_paused_does_not_leave(world: World, ready: list[Effect]) -> None:
    lane_id = Enrollment.objects.get().lane_id
    assert behind(lambda: pause_lane(lane_id), lambda: begin(ready)) == frozenset()


def test_mail_to_somebody_who_is_being_suppressed_does_not_leave(world: World, ready: list[Effect]) -> None:
    def forbid() -> None:
        suppress(world.workspace, "ada@there.example", SuppressionReason.OPT_OUT, "", world.now)

    assert behind(forbid, lambda: begin(ready)) == frozenset()


def test_suppressing_waits_for_mail_that_is_being_started(world: World, ready: list[Effect]) -> None:
    def forbid() -> None:
        suppress(world.workspace, "ada@there.example", SuppressionReason.OPT_OUT, "", world.now)

    behind(lambda: begin(ready), forbid)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"open"}


def test_nothing_runs_in_a_workspace_that_is_being_downgraded(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    behind(lambda: set_tier(world.workspace, Tier.BASIC), lambda: tick(enrollment.lane_id, world.now))
    assert not Activity.objects.exists()


def test_the_last_two_admins_cannot_step_down_at_once(world: World) -> None:
    change_role(world.actor, world.bob, Role.ADMIN)
    bob, alice = Member.objects.get(pk=world.bob.pk), Member.objects.get(pk=world.alice.pk)
    late = behind(
        lambda: change_role(actor_of(alice), alice, Role.MEMBER), lambda: change_role(actor_of(bob), bob, Role.MEMBER)
    )
    assert isinstance(late, Conflict)
    assert Member.objects.filter(workspace=world.workspace, role=Role.ADMIN).count() == 1


def test_a_name_is_given_once(world: World) -> None:
    late = behind(
        lambda: create_sequence(world.actor, "person", "Outbound", "", world.now),
        lambda: create_sequence(actor_of(world.bob), "person", "Outbound", "", world.now),
    )
    assert isinstance(late, Invalid)
    assert SequenceRow.objects.filter(name="Outbound").count() == 1
