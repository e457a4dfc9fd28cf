"""The database is lost between sending and writing down: the worker knows what came of it, and writes it down later."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from segue.actions.retry import retry
from segue.bench.mail_server import Server, Taken
from segue.domain.steps import StepKind
from segue.engine.keeping import Unsettled
from segue.engine.sweep import sweep
from segue.models import Activity, Delivery, Enrollment, Event, Mailbox
from segue.queries.doctor import examine
from segue.queries.lanes import due_lanes
from segue.queries.ledger import verify
from segue.runners.advancing import advance_lane
from segue.runners.settling import AT_THE_END
from tests.engine.stages import just
from tests.mail.conftest import use_smtp
from tests.postgres import address_of
from tests.waiting import wait_until
from tests.world import StepPlan, World, make_world

pytestmark = [pytest.mark.conformance, pytest.mark.django_db(transaction=True)]

ON_POSTGRES = connection.vendor == "postgresql"
MAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "<p>Hi there.</p>"})
KEPT = "could not be written down; trying again"


@pytest.fixture
def world(transactional_db: None) -> World:
    world = make_world()
    world.now = timezone.now()
    return world


@pytest.fixture
def mailbox(world: World, server: Server) -> Mailbox:
    return use_smtp(world, server)


def enroll(world: World, many: int = 1) -> list[Enrollment]:
    people = [world.person(email=f"p{n}@there.example") for n in range(many)]
    return world.enroll(world.sequence(steps=[MAIL]), *people)


class Lock:
    """Somebody who keeps all others from writing deliveries, for longer than they wait."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'" if ON_POSTGRES else "PRAGMA busy_timeout = 100")
        name = str(connection.settings_dict["NAME"])
        if ON_POSTGRES:
            self._theirs: psycopg.Connection | sqlite3.Connection = psycopg.connect(address_of(name))
        else:
            self._theirs = sqlite3.connect(name, isolation_level=None, check_same_thread=False)

    def take(self, taken: Taken) -> None:
        """As soon as the mail server has a message."""
        if isinstance(self._theirs, psycopg.Connection):
            self._theirs.execute("LOCK TABLE segue_delivery IN EXCLUSIVE MODE")
        elif not self._theirs.in_transaction:
            self._theirs.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        self._theirs.close()


@pytest.fixture
def lock(world: World) -> Iterator[Lock]:
    lock = Lock()
    yield lock
    lock.let_go()


@contextmanager
def afterwards(logged: pytest.LogCaptureFixture, *happens: object) -> Iterator[None]:
    """Something happens once the worker has said that it keeps what it knows."""

    def wait() -> None:
        wait_until(lambda: KEPT in logged.text, 30, what="the worker to say so")
        for one in happens:
            one()  # type: ignore[operator]  # any function

    thread = threading.Thread(target=wait)
    thread.start()
    yield
    thread.join()


def run_lane(stopping: threading.Event) -> None:
    """As a worker does."""
    [lane] = due_lanes(timezone.now())
    advance_lane(lane, stopping)


def kept(world: World) -> Unsettled:
    with pytest.raises(Unsettled) as found:
        world.tick()
    return found.value


def standing() -> list[tuple[str, str]]:
    return list(Enrollment.objects.order_by("id").values_list("status", "error_code"))


def assert_well(world: World) -> None:
    assert verify(world.now).holds
    assert examine(world.now).findings == []


def test_a_worker_waits_until_it_can_write_it_down_and_goes_on(
    world: World, server: Server, mailbox: Mailbox, lock: Lock, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.connections = 1
    mailbox.save()
    enroll(world, 45)
    server.keep = lambda taken: lock.take(taken) if len(server.taken) == 1 else None
    with afterwards(caplog, lock.let_go):
        run_lane(threading.Event())
    assert "what left is written down" in caplog.text
    while due_lanes(timezone.now()):
        run_lane(threading.Event())
    assert len(server.taken) == len(set(server.recipients())) == 45
    assert standing() == [("completed", "")] * 45
    assert Delivery.objects.filter(state="sent").count() == 45 == Activity.objects.count()
    assert_well(world)


@pytest.mark.skipif(not ON_POSTGRES, reason="a file has nobody who cuts a connection off")
def test_a_connection_that_is_cut_loses_nothing(world: World, server: Server, mailbox: Mailbox) -> None:
    mailbox.connections = 1
    mailbox.save()
    enroll(world, 45)

    def cut(taken: Taken) -> None:
        if len(server.taken) in (1, 30):
            with psycopg.connect(address_of(str(connection.settings_dict["NAME"])), autocommit=True) as theirs:
                theirs.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid != pg_backend_pid()"
                )

    server.keep = cut
    while due_lanes(timezone.now()):
        run_lane(threading.Event())
    assert len(server.taken) == len(set(server.recipients())) == 45
    assert standing() == [("completed", "")] * 45
    assert_well(world)


def test_asked_to_stop_it_still_tries_for_a_while(
    world: World, server: Server, mailbox: Mailbox, lock: Lock, caplog: pytest.LogCaptureFixture
) -> None:
    enroll(world)
    server.keep = lock.take
    stopping = threading.Event()
    with afterwards(caplog, stopping.set, lock.let_go):
        run_lane(stopping)
    assert standing() == [("completed", "")]


def test_it_does_not_try_for_ever_once_it_is_to_stop(
    world: World,
    server: Server,
    mailbox: Mailbox,
    lock: Lock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("segue.runners.settling.AT_THE_END", AT_THE_END / 20)
    # Else each new connection would wait for the lock as long as the product lets it.
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, *(("options", "-c lock_timeout=100ms") if ON_POSTGRES else ("timeout", 0.1)))
    enroll(world)
    server.keep = lock.take
    stopping = threading.Event()
    with afterwards(caplog, stopping.set):
        run_lane(stopping)
    assert "may or may not have left" in caplog.text
    lock.let_go()
    assert Delivery.objects.get().state == "open"


def test_what_others_took_for_unknown_is_put_right(world: World, server: Server, mailbox: Mailbox, lock: Lock) -> None:
    [enrollment] = enroll(world)
    server.keep = lock.take
    unsettled = kept(world)
    lock.let_go()
    world.now += timedelta(minutes=10)
    sweep(world.now)
    assert standing() == [("failed", "outcome_unknown")]
    unsettled.settle(world.now + timedelta(minutes=1))
    assert standing() == [("completed", "")]
    assert (Delivery.objects.get().state, Activity.objects.count(), len(server.taken)) == ("sent", 1, 1)
    kinds = Event.objects.filter(enrollment=enrollment).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["enrolled", "step_failed", "late_result", "step_done", "completed"]
    assert_well(world)


def test_what_a_person_decided_meanwhile_stays(world: World, server: Server, mailbox: Mailbox, lock: Lock) -> None:
    [enrollment] = enroll(world)
    server.keep = lock.take
    unsettled = kept(world)
    lock.let_go()
    server.keep = lambda taken: None
    world.now += timedelta(minutes=10)
    sweep(world.now)
    world.now += timedelta(minutes=1)
    retry(world.actor, just(enrollment), world.now)
    unsettled.settle(world.now + timedelta(seconds=1))
    assert standing() == [("in_progress", "")]
    world.tick(minutes=1)
    assert standing() == [("completed", "")]
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["sent", "sent"]
    assert_well(world)
