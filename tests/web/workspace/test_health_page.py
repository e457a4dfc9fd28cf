"""Settings, Health: workers, lanes and what is late, in plain words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from segue.domain.holds import Hold
from segue.models import Lane, Mailbox
from segue.models.heartbeat import FORGOTTEN_AFTER, beat, silent_after
from segue.models.worker import Worker
from segue.queries import health as health_queries
from segue.queries.health import health_of
from tests.engine.stages import EMAIL, TODO
from tests.world import World, client_of


def shown(world: World) -> str:
    return client_of(world.alice).get("/settings/health/").content.decode()


def test_without_a_worker_it_says_what_to_do(world: World) -> None:
    page = shown(world)
    assert "No worker is running." in page
    assert "segue work" in page
    assert "notice--error" in page


def test_each_worker_is_shown_and_a_silent_one_as_such(world: World) -> None:
    now = timezone.now()
    beat("north:11", now)
    beat("south:22", now - silent_after() - timedelta(seconds=3))
    found = health_of(world.workspace, now)
    assert {(w.host, w.pid, w.is_alive) for w in found.workers} == {("north", "11", True), ("south", "22", False)}
    assert found.alive == 1
    page = shown(world)
    assert "All is well." in page
    assert (page.count(">Alive<"), page.count(">Silent<")) == (1, 1)


def test_a_worker_that_fell_silent_long_ago_is_forgotten(world: World) -> None:
    now = timezone.now()
    beat("south:22", now - FORGOTTEN_AFTER - timedelta(seconds=1))
    beat("north:11", now)
    assert list(Worker.objects.values_list("name", flat=True)) == ["north:11"]


def test_what_is_due_is_counted_by_lane_and_said_to_be_late(world: World) -> None:
    sequence = world.sequence(steps=[TODO])
    world.enroll(sequence, *(world.person() for _ in range(5)))
    now = world.now + timedelta(minutes=3)
    beat("north:11", now)
    found = health_of(world.workspace, now)
    assert (found.due, found.oldest, found.is_late) == (5, timedelta(minutes=3), True)
    assert sum(lane.due for lane in found.lanes if lane.name.startswith("Tasks and updates")) == 5
    assert health_of(world.other_workspace, now).due == 0


def test_it_counts_no_further_than_it_shows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_queries, "MOST_COUNTED", 2)
    world.enroll(world.sequence(steps=[EMAIL]), *(world.person() for _ in range(4)))
    [lane] = [lane for lane in health_of(world.workspace, world.now).lanes if lane.due]
    assert (lane.due, lane.has_more) == (3, True)


def test_a_held_lane_says_why_and_is_not_late(world: World) -> None:
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    now = timezone.now()
    Lane.objects.filter(id=mailbox.lane_id).update(not_before=now + timedelta(minutes=9), hold=Hold.LIMIT)
    found = health_of(world.workspace, now)
    assert (found.held, found.is_late, found.oldest) == (1, False, None)
    assert "Held by a limit of the mailbox, 8 min more" in shown(world)


def test_the_live_part_is_the_part_alone(world: World) -> None:
    answer = client_of(world.alice).get("/settings/health/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="health"' in answer
    assert "<html" not in answer


def test_jobs_are_counted_where_there_are_any(world: World) -> None:
    jobs = health_of(world.workspace, timezone.now()).jobs
    assert (jobs is not None) == (connection.vendor == "postgresql")
    assert ("Stalled jobs" in shown(world)) == (connection.vendor == "postgresql")
