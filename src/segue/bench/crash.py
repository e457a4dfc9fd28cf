"""`segue bench crash`: a worker is killed again and again while mail leaves; the mail server's own log is the judge."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from segue.bench.figures import Figure
from segue.bench.mail_server import Server, serving
from segue.bench.people import enroll_people, make_sender, make_sequence
from segue.bench.place import Place, Progress
from segue.domain.deliveries import DeliveryState
from segue.domain.status import Status
from segue.models import Delivery, Enrollment
from segue.queries.ledger import verify

MESSAGE = {"subject": "Hello {{ person.first_name }}", "body": "<p>Hi {{ person.first_name }}, how are you?</p>"}
# One in ten meets with something: refused for good, deferred once, taken with the answer lost, lost on the way.
MOODS = ("reject", "spam", "once", "unheard", "unsaid")
PATIENCE = 90.0  # seconds


@dataclass(frozen=True)
class Crash:
    """What happened, and what must be nothing."""

    kills: int
    enrollments: int
    taken: int
    message_ids_twice: int
    steps_twice: int
    unaccounted: int
    unknown: int
    in_flight: int
    unexplained: int
    broken_claims: int


def measure(place: Place, say: Progress, *, messages: int, kills: int, seed: int) -> list[Figure]:
    """Kill a worker `kills` times while it sends `messages`, then let one finish."""
    data = place.data
    log = data / "taken"
    log.touch()
    with serving(Server(log=log)) as server:
        _fill(server, messages)
        in_flight = _kill_again_and_again(data, log, messages, kills, random.Random(seed), say)
        _finish(data, say)
    return _as_figures(_judge(log, messages, kills, in_flight, say))


def _as_figures(crash: Crash) -> list[Figure]:
    """As figures: each count that must be nothing has its target."""
    plain = ("kills", "enrollments", "taken", "unknown", "in_flight")
    figures = [Figure(name.replace("_", " "), getattr(crash, name), "") for name in plain]
    zero = ("message_ids_twice", "steps_twice", "unaccounted", "unexplained", "broken_claims")
    return figures + [
        Figure(name.replace("_", " "), value, "", target="0", met=value == 0)
        for name in zero
        for value in [getattr(crash, name)]
    ]


def _fill(server: Server, messages: int) -> None:
    now = timezone.now()
    settings = {"smtp": {"host": "127.0.0.1", "port": server.port, "security": "none", "login": "none"}}
    actor = make_sender(now, kind="smtp", name="Alice", address="alice@acme.example", settings=settings)
    sequence = make_sequence(actor.workspace, [MESSAGE], now)
    for _ in enroll_people(actor, sequence, [_address(n) for n in range(messages)], now):
        pass


def _address(n: int) -> str:
    mood = f"{MOODS[n // 10 % len(MOODS)]}." if n % 10 == 0 else ""
    return f"{mood}p{n}@there.example"


def _kill_again_and_again(
    data: Path, log: Path, messages: int, kills: int, moments: random.Random, progress: Progress
) -> set[int]:
    """The ids of all deliveries that were open when a worker died."""
    in_flight: set[int] = set()
    most = max(1, messages // (kills + 5))
    for kill in range(1, kills + 1):
        wanted = _lines(log) + moments.randint(1, most)
        with _worker(data) as worker:
            _wait(partial(_enough, log, wanted))
            time.sleep(moments.random() / 100)  # so that no kill comes at the same moment as another
            worker.kill()
        in_flight |= set(Delivery.objects.filter(state=DeliveryState.OPEN, noted="").values_list("id", flat=True))
        progress(f"{kill} of {kills} kills, {_lines(log)} messages taken")
    return in_flight


def _finish(data: Path, progress: Progress) -> None:
    progress("letting a worker finish")
    with _worker(data):
        _wait(_is_over)


def _judge(log: Path, messages: int, kills: int, in_flight: set[int], progress: Progress) -> Crash:
    taken = [json.loads(line) for line in log.read_text().splitlines()]
    sent = dict(Delivery.objects.filter(state=DeliveryState.SENT).values_list("message_id", "enrollment_id"))
    unknown = Delivery.objects.filter(state=DeliveryState.UNKNOWN)
    answers_lost = {d.id for d in unknown if d.payload["to"].startswith(("unheard.", "unsaid."))}
    unknown_ids = {d.id for d in unknown}
    ended = Counter(Enrollment.objects.values_list("status", flat=True))
    broken = [claim for claim in verify(timezone.now()).claims if not claim.holds]
    for claim in broken:
        progress(f"Not so: {claim.words}: {claim.ids}")
    received = Counter(line["message_id"] for line in taken)
    return Crash(
        kills=kills,
        enrollments=messages,
        taken=len(taken),
        message_ids_twice=sum(1 for times in received.values() if times > 1),
        steps_twice=sum(1 for times in Counter(line["to"] for line in taken).values() if times > 1),
        unaccounted=messages - ended[Status.COMPLETED] - ended[Status.FAILED] + sum(m not in received for m in sent),
        unknown=len(unknown_ids),
        in_flight=len(in_flight),
        unexplained=len(unknown_ids ^ (in_flight | answers_lost)),
        broken_claims=len(broken),
    )


@contextmanager
def _worker(data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with (data / "worker.log").open("ab") as log:
        environment = os.environ | {"SEGUE_LEASE_SECONDS": "3"}
        command = [sys.executable, "-m", "segue.cli", "work", "--parent", str(os.getpid())]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _is_over() -> bool:
    return not Enrollment.objects.filter(status=Status.IN_PROGRESS).exists()


def _enough(log: Path, wanted: int) -> bool:
    return _lines(log) >= wanted or _is_over()


def _lines(log: Path) -> int:
    return log.read_bytes().count(b"\n")


def _wait(until: Callable[[], Any]) -> None:
    ends = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > ends:
            raise TimeoutError("It took too long.")
        time.sleep(0.02)  # between two looks
