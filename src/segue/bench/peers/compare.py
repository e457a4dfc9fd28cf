"""`segue bench peers`: steps a second of each peer and of the engine, on the same database, in the same run."""

from django.utils import timezone

from segue.bench.engine import settle_down
from segue.bench.figures import Figure, beside
from segue.bench.missing import MissingProgram
from segue.bench.peers.contestants import PEERS
from segue.bench.peers.enrolled import STEPS, make_sequence
from segue.bench.peers.running import steps_a_second
from segue.bench.people import make_sender
from segue.bench.place import Place, Progress
from segue.bench.team import run_team
from segue.domain.events import EventKind
from segue.models import Event
from segue.models.actor import Actor

TARGET = 50
TIMES_MORE = 30  # what keeps a peer busy for seconds is over too soon for the engine to be measured


def measure(place: Place, say: Progress, *, enrollments: int) -> list[Figure]:
    """Each peer that is here, then the engine, with one worker each. Raises MissingProgram."""
    actor = make_sender(timezone.now(), name="Outbox")
    rates = _rates(place, say, actor, enrollments)
    if not rates:
        raise MissingProgram("None of the peers is here: in a checkout of Segue, run make bench NAME=peers.")
    say("Segue")
    make_sequence(actor, "Segue", enrollments * TIMES_MORE, timezone.now())
    engine = _engine_rate()
    best = max(rates, key=lambda name: rates[name])
    peers = [Figure(name, rate, "steps/s", "Segue's engine", engine) for name, rate in rates.items()]
    name = f"Segue's engine on {place.database}, one worker"
    return [*peers, beside(name, engine, "steps/s", f"best peer: {best}", rates[best], least=TARGET)]


def _rates(place: Place, say: Progress, actor: Actor, enrollments: int) -> dict[str, float]:
    rates = {}
    for peer in PEERS:
        try:
            peer.check(place)
            say(f"{peer.name}, {enrollments:,} × {STEPS} steps")
            sequence = make_sequence(actor, peer.name, enrollments, timezone.now())
            rates[peer.name] = steps_a_second(peer, place, sequence.id, enrollments * STEPS)
        except MissingProgram as reason:
            say(f"{peer.name} is left out: {reason}")
    return rates


def _engine_rate() -> float:
    """Of everything that is due, also what a peer may have left."""
    settle_down()
    before = _steps_done()
    seconds = run_team(1).seconds
    return (_steps_done() - before) / seconds


def _steps_done() -> int:
    return Event.objects.filter(kind=EventKind.STEP_DONE).count()
