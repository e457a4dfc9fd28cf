"""Why not yet, where a mailbox holds the line: the reason, the time and the place in line."""

from datetime import timedelta

import pytest

from segue.bench.mail_server import Server
from segue.domain.steps import StepKind
from segue.models import Enrollment, Mailbox
from segue.models.lane_holds import let_go, pause_lane
from segue.queries.enrollments import one
from segue.queries.explain import why
from tests.world import NOW, StepPlan, World

MAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "<p>Hi there.</p>"})


def enroll(world: World, many: int) -> list[Enrollment]:
    people = [world.person(email=f"p{n}@there.example") for n in range(many)]
    return world.enroll(world.sequence(steps=[MAIL]), *people)


def shown(world: World, enrollment: Enrollment) -> tuple[str, object]:
    row = one(world.workspace, enrollment.id)
    assert row is not None
    return row.reason.label, row.due_at


def chain(world: World, enrollment: Enrollment) -> str:
    return "\n".join(why(Enrollment.objects.get(id=enrollment.id), world.now).chain)


def test_over_the_limit_it_shows_the_place_in_line_and_the_time(world: World, server: Server, mailbox: Mailbox) -> None:
    Mailbox.objects.update(hour_limit=2)
    enrollments = enroll(world, 9)
    world.tick()
    last = enrollments[-1]
    assert shown(world, last) == ("Waiting for the mailbox", None)
    assert "6 messages are in line before it at alice@acme.example." in chain(world, last)
    assert why(Enrollment.objects.get(id=last.id), world.now).next_at == NOW + timedelta(hours=4)
    for _ in range(3):
        world.tick(hours=1)
    assert Enrollment.objects.get(id=last.id).status == "in_progress"
    world.tick(hours=1)
    assert Enrollment.objects.get(id=last.id).status == "completed"


def test_a_days_limit(world: World, server: Server, mailbox: Mailbox) -> None:
    Mailbox.objects.update(day_limit=2)
    enrollments = enroll(world, 5)
    world.tick()
    midnight = NOW + timedelta(hours=14)
    assert why(Enrollment.objects.get(id=enrollments[-1].id), world.now).next_at == midnight + timedelta(days=1)


def test_a_paused_mailbox(world: World, server: Server, mailbox: Mailbox) -> None:
    pause_lane(mailbox.lane_id)
    [enrollment] = enroll(world, 1)
    world.tick()
    assert shown(world, enrollment) == ("Waiting for the mailbox", None)
    assert "is paused" in chain(world, enrollment)
    assert server.taken == []
    let_go(mailbox.lane_id)
    world.tick()
    assert len(server.taken) == 1


def test_a_mailbox_in_trouble_is_named_with_the_servers_words(world: World, server: Server, mailbox: Mailbox) -> None:
    server.sender_refused = "550 5.7.1 Not yours"
    *_, enrollment = enroll(world, 3)  # two connections: two of them meet with it
    world.tick()
    words = chain(world, enrollment)
    assert "The mail server refused the sender. 550 5.7.1 Not yours" in words
    assert shown(world, enrollment)[0] == "Waiting for the mailbox"
    assert Mailbox.objects.get(id=mailbox.id).trouble_since == NOW


@pytest.mark.parametrize("limits", [{"hour_limit": 2}, {"day_limit": 3}, {"hour_limit": 2, "day_limit": 5}])
def test_the_time_it_shows_is_the_time_it_leaves(
    world: World, server: Server, mailbox: Mailbox, limits: dict[str, int]
) -> None:
    Mailbox.objects.update(connections=1, **limits)
    enrollments = enroll(world, 9)
    world.tick()
    waiting = [Enrollment.objects.get(id=e.id) for e in enrollments]
    shown_times = {e.record.email: why(e, world.now).next_at for e in waiting if e.status == "in_progress"}
    left: dict[str, object] = {}
    for _ in range(24 * 4):
        world.tick(hours=1)
        left |= {address: world.now for address in server.recipients() if address not in left}
    assert {address: left[address] for address in shown_times} == shown_times
