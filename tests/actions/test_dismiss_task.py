"""Dismiss: a task is closed without being done, unless a sequence waits for it."""

from datetime import timedelta

import pytest

from segue.actions.complete_task import complete_task
from segue.actions.dismiss_task import dismiss_task
from segue.actions.log_reply import log_reply
from segue.actions.stop import stop
from segue.domain.activities import ActivityState
from segue.domain.refusals import Conflict
from segue.domain.replies import OnReply
from segue.models import Activity, Enrollment
from tests.world import World, actor_of


def waited_for(world: World, on_reply: OnReply = OnReply.CONTINUE) -> Activity:
    world.enroll(world.sequence(on_reply=on_reply), world.person("Ada"))
    world.tick()
    return Activity.objects.get()


def test_the_task_of_a_stopped_enrollment_is_closed_undone(world: World) -> None:
    task = waited_for(world)
    stop(world.actor, Enrollment.objects.all(), world.now)
    later = world.now + timedelta(hours=1)
    dismiss_task(actor_of(world.mel), task, later)
    task.refresh_from_db()
    assert (task.state, task.done_at, task.actor) == (ActivityState.DISMISSED, later, world.mel)
    for again in (dismiss_task, complete_task):
        with pytest.raises(Conflict, match="was dismissed"):
            again(world.actor, task, later)


@pytest.mark.parametrize("replied", [False, True])
def test_one_that_a_sequence_waits_for_is_refused(world: World, replied: bool) -> None:
    task = waited_for(world, OnReply.PAUSE)
    if replied:
        log_reply(world.actor, task.record, "Yes", world.now)
    with pytest.raises(Conflict, match="complete it, or Stop the record"):
        dismiss_task(world.actor, task, world.now)
    task.refresh_from_db()
    assert task.state == ActivityState.OPEN
    complete_task(world.actor, task, world.now)
    with pytest.raises(Conflict, match="already done"):
        dismiss_task(world.actor, task, world.now)


def test_an_outsider_dismisses_nothing(world: World) -> None:
    task = waited_for(world)
    stop(world.actor, Enrollment.objects.all(), world.now)
    with pytest.raises(Conflict):
        dismiss_task(actor_of(world.charlie), task, world.now)
    task.refresh_from_db()
    assert task.state == ActivityState.OPEN
