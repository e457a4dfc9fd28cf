"""`segue doctor` sees steps that a living worker does not come to."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from segue.cli import doctoring
from segue.models import Enrollment
from segue.models.heartbeat import beat
from segue.queries.doctor import examine
from tests.world import World

PATIENCE = timedelta(seconds=5 * settings.SEGUE_LEASE_SECONDS)


def late(world: World, by: timedelta) -> list[int]:
    enrollments = world.enroll(world.sequence(), world.person(), world.person())
    Enrollment.objects.update(due_at=world.now - by)
    return sorted(enrollment.pk for enrollment in enrollments)


def test_steps_that_a_living_worker_leaves_waiting_are_counted(world: World) -> None:
    ids = late(world, PATIENCE + timedelta(seconds=1))
    beat("worker", world.now)
    [finding] = examine(world.now).findings
    assert finding.promise.startswith("2 overdue by more than")
    assert sorted(finding.ids) == ids


def test_a_little_late_is_well(world: World) -> None:
    late(world, PATIENCE - timedelta(seconds=1))
    beat("worker", world.now)
    assert examine(world.now).findings == []


def test_without_a_worker_steps_wait_by_right(world: World) -> None:
    late(world, 10 * PATIENCE)
    assert examine(world.now).findings == []


def test_its_exit_code_and_its_words_tell(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.now = timezone.now()
    late(world, 2 * PATIENCE)
    assert doctoring.examine() == 0
    beat("worker", world.now)
    assert doctoring.examine() == 1
    assert "2 overdue by more than" in capsys.readouterr().out
