"""`segue bench chaos`: workers are killed and Postgres is restarted while mail leaves; the mail server's log judges."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from segue.bench.figures import Figure
from segue.bench.mail_server import Server, serving
from segue.bench.people import enroll_people, make_sender, make_steps
from segue.bench.place import Place, Progress
from segue.bench.postgres import PostgresServer
from segue.domain.deliveries import DeliveryState
from segue.domain.errors import ErrorCode
from segue.domain.senders import SenderRule
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.models import Delivery, Enrollment, Lane, Mailbox, Workspace
from segue.queries.doctor import examine
from segue.queries.ledger import verify

STEPS: list[tuple[StepKind, dict[str, Any]]] = [
    (StepKind.TODO, {"title": "Look up {{ person.first_name }}", "wait": False}),
    (StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "<p>Hi {{ person.first_name }}!</p>"}),
    (StepKind.TAG, {"tag": "Warm"}),
]
WORKERS, MAILBOXES, CONNECTIONS = 3, 3, 4
PATIENCE = 180.0  # seconds without anything getting on

T = TypeVar("T")


@dataclass
class _Team:
    """The workers: always so many, whoever is killed."""

    data: Path
    lease: int
    working: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def fill_up(self) -> None:
        while len(self.working) < WORKERS:
            with (self.data / "worker.log").open("ab") as log:
                command = [sys.executable, "-m", "segue.cli", "work", "--parent", str(os.getpid())]
                environment = os.environ | {"SEGUE_LEASE_SECONDS": str(self.lease)}
                worker = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
                self.working.append(worker)

    def kill_one(self, moments: random.Random) -> None:
        worker = self.working.pop(moments.randrange(len(self.working)))
        worker.kill()
        worker.wait()
        self.fill_up()

    def stop(self) -> None:
        for worker in self.working:
            worker.terminate()
        for worker in self.working:
            worker.wait()


def measure(
    place: Place, say: Progress, *, enrollments: int, kills: int, restarts: int, lease: int, seed: int
) -> list[Figure]:
    """Carry everybody through three steps, one of them an email, while workers die and the database restarts."""
    if place.server is None:
        raise ValueError("The server is restarted: it must be one of the bench's own.")
    log = place.data / "taken"
    log.touch()
    began = time.monotonic()
    team = _Team(place.data, lease)
    with ExitStack() as stack:
        server = stack.enter_context(serving(Server(log=log)))
        stack.callback(team.stop)
        team.fill_up()
        _enroll(server.port, enrollments, say)
        plan = _plan(kills, restarts, random.Random(seed))
        _make_trouble(place.server, team, log, plan, enrollments, say)
        say("leaving the workers alone until everybody is through")
        _wait(_is_over, log)
    return _judge(log, enrollments, kills, restarts, time.monotonic() - began, say)


def _enroll(port: int, enrollments: int, say: Progress) -> None:
    now = timezone.now()
    settings = {"smtp": {"host": "127.0.0.1", "port": port, "security": "none", "login": "none"}}
    mailbox = {"kind": "smtp", "settings": settings, "connections": CONNECTIONS}
    actor = make_sender(now, name="Sender 1", address="one@acme.example", **mailbox)
    for number in range(2, MAILBOXES + 1):
        _add_mailbox(actor.workspace, now, name=f"Sender {number}", address=f"n{number}@acme.example", **mailbox)
    sequence = make_steps(actor.workspace, STEPS, now)
    sequence.sender_rule = SenderRule.ROTATION
    sequence.save()
    for done in enroll_people(actor, sequence, [f"p{n}@there.example" for n in range(enrollments)], now):
        say(f"{done:,} of {enrollments:,} enrolled, the workers at work")


def _add_mailbox(workspace: Workspace, now: datetime, **values: Any) -> None:
    lane = Lane.objects.create(workspace=workspace, shard=None)
    Mailbox.objects.create(workspace=workspace, lane=lane, created_at=now, **values)


@dataclass(frozen=True)
class _Plan:
    """What happens, in this order: True is a restart of the server, False the death of a worker."""

    moments: random.Random
    events: list[bool]


def _plan(kills: int, restarts: int, moments: random.Random) -> _Plan:
    events = [True] * restarts + [False] * kills
    moments.shuffle(events)
    return _Plan(moments, events)


def _make_trouble(server: PostgresServer, team: _Team, log: Path, plan: _Plan, enrollments: int, say: Progress) -> None:
    apart = enrollments * 0.9 / max(1, len(plan.events))
    for number, is_restart in enumerate(plan.events, 1):
        wanted = int(apart * (number - plan.moments.random()))
        _wait(partial(_got_to, log, wanted), log)
        if is_restart:
            mode = plan.moments.choice(["fast", "immediate"])
            server.restart(mode=mode)
            what = f"Postgres restarted ({mode})"
        else:
            team.kill_one(plan.moments)
            what = "a worker killed"
        say(f"{number} of {len(plan.events)}: {what}, {_lines(log):,} messages taken")


def _judge(log: Path, enrollments: int, kills: int, restarts: int, seconds: float, say: Progress) -> list[Figure]:
    taken = [json.loads(line) for line in log.read_text().splitlines()]
    received = Counter(line["message_id"] for line in taken)
    sent = set(Delivery.objects.filter(state=DeliveryState.SENT).values_list("message_id", flat=True))
    unknown = Enrollment.objects.filter(status=Status.FAILED, error_code=ErrorCode.OUTCOME_UNKNOWN).count()
    through = Enrollment.objects.filter(status=Status.COMPLETED).count()
    broken = [claim.words for claim in verify(timezone.now()).claims if not claim.holds]
    sick = [finding.promise for finding in examine(timezone.now()).findings]
    for words in broken + sick:
        say(f"Not so: {words}")
    plain = {
        "enrollments": enrollments, "workers killed": kills, "restarts of Postgres": restarts, "completed": through,
        "outcome unknown, left to a person": unknown, "messages taken": len(taken), "seconds": round(seconds, 1),
    }  # fmt: skip
    zero = {
        "message ids twice": sum(times > 1 for times in received.values()),
        "people written to twice": sum(times > 1 for times in Counter(line["to"] for line in taken).values()),
        "sent, but never taken": len(sent - received.keys()),
        "unaccounted": enrollments - through - unknown,
        "claims of segue verify that do not hold": len(broken),
        "findings of segue doctor": len(sick),
    }
    return [Figure(name, value, "") for name, value in plain.items()] + [
        Figure(name, value, "", target="0", met=value == 0) for name, value in zero.items()
    ]


def _got_to(log: Path, wanted: int) -> bool:
    return _lines(log) >= wanted or _is_over()


def _is_over() -> bool:
    return _asked(lambda: not Enrollment.objects.filter(status=Status.IN_PROGRESS).exists())


def _asked(question: Callable[[], T]) -> T:
    """Ask the database, again and again while it is away."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return question()
        except (InterfaceError, OperationalError):
            if time.monotonic() > ends:
                raise
            connection.close()
            time.sleep(0.1)  # between two looks


def _wait(until: Callable[[], bool], log: Path) -> None:
    seen, ends = _lines(log), time.monotonic() + PATIENCE
    while not until():
        if _lines(log) > seen:
            seen, ends = _lines(log), time.monotonic() + PATIENCE
        if time.monotonic() > ends:
            raise TimeoutError("Nothing gets on.")
        time.sleep(0.05)  # between two looks


def _lines(log: Path) -> int:
    return log.read_bytes().count(b"\n")
