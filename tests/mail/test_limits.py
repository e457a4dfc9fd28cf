"""Limits and pace: over the limit a message waits in line, with a time; it is never an error."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.bench.mail_server import Server
from segue.domain.allowance import Limits, Used, allot, period_of
from segue.domain.holds import Hold
from segue.domain.steps import StepKind
from segue.engine.tick import tick
from segue.models import Enrollment, Lane, Mailbox, MailUse
from segue.queries.lanes import due_lanes, next_due
from tests.world import NOW, StepPlan, World

MAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "<p>Hi there.</p>"})


def enroll(world: World, many: int, domain: str = "there.example") -> list[Enrollment]:
    people = [world.person(email=f"p{n}@{domain}") for n in range(many)]
    return world.enroll(world.sequence(steps=[MAIL]), *people)


def limit(mailbox: Mailbox, **limits: int) -> None:
    Mailbox.objects.filter(id=mailbox.id).update(**limits)


def test_an_hours_limit_holds_the_rest_until_the_next_hour(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, hour_limit=3)
    enroll(world, 8)
    world.tick()
    assert len(server.taken) == 3
    lane = Lane.objects.get(mailbox=mailbox)
    assert (lane.hold, lane.not_before) == ("limit", NOW + timedelta(hours=1))
    assert due_lanes(world.now) == []
    assert next_due() == NOW + timedelta(hours=1)
    assert Enrollment.objects.filter(status="in_progress", error_code="").count() == 5
    world.tick(minutes=59)
    assert len(server.taken) == 3
    world.tick(minutes=1)
    assert len(server.taken) == 6
    world.tick(hours=1)
    assert len(server.taken) == 8


def test_a_days_limit_ends_at_midnight_of_the_workspace(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, day_limit=2)
    enroll(world, 3)
    world.tick()
    assert len(server.taken) == 2
    world.tick(hours=13, minutes=59)  # 23:59 in Amsterdam
    assert len(server.taken) == 2
    world.tick(minutes=1)
    assert len(server.taken) == 3


def test_a_domains_limit_holds_up_no_other_domain(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, domain_hour_limit=1)
    [_, second] = enroll(world, 2)
    enroll(world, 1, "elsewhere.example")
    world.tick()
    assert sorted(server.recipients()) == ["p0@elsewhere.example", "p0@there.example"]
    second.refresh_from_db()
    assert (second.reason, second.due_at) == ("waiting_for_limit", NOW + timedelta(hours=1))
    assert Lane.objects.get(mailbox=mailbox).not_before is None
    world.tick(hours=1)
    assert len(server.taken) == 3


def test_pace_is_kept_between_messages(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, gap=60)
    enroll(world, 4)
    times = []
    for _ in range(600):
        before = len(server.taken)
        world.tick(seconds=1)
        times += [world.now] * (len(server.taken) - before)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert len(times) == 4
    assert all(60 <= gap <= 91 for gap in gaps)
    assert len(set(gaps)) > 1  # not like clockwork


def test_two_workers_together_stay_below_the_limit(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, hour_limit=3)
    enroll(world, 8)
    lane = Lane.objects.get(mailbox=mailbox).id
    for _ in range(4):
        tick(lane, world.now, 2)
    assert len(server.taken) == 3


def test_what_did_not_leave_does_not_count(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, hour_limit=2)
    people = [world.person(email=f"{name}@there.example") for name in ("reject.a", "defer.b", "c", "d")]
    world.enroll(world.sequence(steps=[MAIL]), *people)
    world.tick()
    world.tick(minutes=61)
    assert sorted(server.recipients()) == ["c@there.example", "d@there.example"]
    assert sum(MailUse.objects.values_list("count", flat=True)) == 2


def test_connections_are_kept_open_and_never_more_than_allowed(world: World, server: Server, mailbox: Mailbox) -> None:
    limit(mailbox, connections=3)
    server.delay = 0.02
    enroll(world, 30)
    world.tick()
    enroll(world, 10)
    world.tick()
    assert len(server.taken) == 40
    assert server.connections == 3
    assert server.most_at_once == 3


LIMIT = st.none() | st.integers(0, 20)
COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 10))


@given(
    st.lists(st.sampled_from("abc"), max_size=40), st.builds(Limits, LIMIT, LIMIT, LIMIT, LIMIT, st.integers(0, 90)),
    COUNTS, COUNTS,
)  # fmt: skip
def test_no_limit_is_ever_passed(
    domains: list[str], limits: Limits, hour: dict[str, int], before: dict[str, int]
) -> None:
    day = {name: hour.get(name, 0) + before.get(name, 0) for name in {*hour, *before}}
    period = period_of(NOW, ZoneInfo("UTC"))
    found = allot(domains, limits, Used(hour, day), period, 7, NOW)
    gone = [domains[place] for place in found.go]
    for counts, most, own in ((hour, limits.hour, limits.domain_hour), (day, limits.day, limits.domain_day)):
        assert not gone or most is None or sum(counts.values()) + len(gone) <= most
        assert all(own is None or counts.get(name, 0) + gone.count(name) <= own for name in gone)
    assert not limits.gap or len(gone) <= 1
    # Nobody is left without a time: it goes, waits for its domain, or for the mailbox.
    rest = len(domains) - len(gone) - len(found.later)
    assert not rest or (found.held_until and found.held_until > NOW and found.hold is not Hold.NONE)
    assert all(until > NOW for until in found.later.values())


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns", "Pacific/Chatham", "Europe/Amsterdam"])
def test_a_day_is_the_workspaces_own(zone: str) -> None:
    period = period_of(NOW, ZoneInfo(zone))
    assert period.day <= NOW < period.day_ends
    assert period.hour <= NOW < period.hour_ends
    assert (period.day.hour, period.day.minute) == (0, 0)
