"""Why not yet? The next time of an enrollment and the chain of reasons behind it, in plain sentences."""

from dataclasses import dataclass
from datetime import datetime

from segue.domain.delay import due_after
from segue.domain.line import Line, expected, in_words
from segue.domain.retry import MOST_ATTEMPTS
from segue.domain.schedule import Zones
from segue.domain.snapshot import SequenceFacts, StepFacts
from segue.domain.status import Reason, Status
from segue.domain.tiers import TIER_EXPLANATION


@dataclass(frozen=True)
class Standing:
    """Where an enrollment stands, as far as explaining it goes."""

    status: Status
    reason: Reason
    step: StepFacts | None
    sequence: SequenceFacts
    since: datetime
    due_at: datetime | None
    attempt: int
    in_hand: bool
    has_sequences: bool
    line: Line | None = None


@dataclass(frozen=True)
class Why:
    """`next_at` is when the engine looks next (None: no time makes it go on), `chain` what led there."""

    next_at: datetime | None
    chain: list[str]


def explain(standing: Standing, zones: Zones, now: datetime) -> Why:
    """The next time and the chain behind it."""
    if standing.status is not Status.IN_PROGRESS:
        after = (
            "Nothing runs until someone presses Retry." if standing.status is Status.FAILED else "Nothing more runs."
        )
        return Why(None, [f"{standing.status.label}: {standing.reason.label.lower()}. {after}"])
    if not standing.has_sequences:
        return Why(None, [TIER_EXPLANATION])
    if standing.reason is Reason.WAITING_FOR_TASK:
        return Why(None, ["The task of this step is open.", "The sequence goes on when someone completes it."])
    if standing.reason is Reason.PAUSED_BY_REPLY:
        return Why(None, ["The record replied, and this sequence pauses on a reply.", "Resume lets it go on."])
    if standing.reason is Reason.PAUSED_UNTIL and standing.due_at and standing.due_at > now:
        until = f"It is paused until {_at(standing.due_at, zones)}."
        return Why(standing.due_at, [until, "Resume lets it go on sooner."])
    if standing.line and standing.line.until:
        return Why(expected(standing.line, now), _chain(standing, zones, now))
    return Why(standing.due_at, _chain(standing, zones, now))


def _chain(standing: Standing, zones: Zones, now: datetime) -> list[str]:
    chain = [*_delay(standing, zones), *_window(standing, zones)]
    if standing.reason is Reason.TRYING_AGAIN and standing.due_at:
        chain.append(
            f"Attempt {standing.attempt} met a temporary error; the next one is at {_at(standing.due_at, zones)}. "
            f"After {MOST_ATTEMPTS} attempts it is left to a person."
        )
    if standing.reason is Reason.WAITING_FOR_LIMIT and standing.due_at:
        words = "The mailbox has sent as much to the recipient’s domain as its limits let it"
        chain.append(f"{words}; it goes on at {_at(standing.due_at, zones)}.")
    if standing.in_hand:
        chain.append("A worker has it in hand right now.")
    elif standing.line and (waits := in_words(standing.line, lambda moment: _at(moment, zones), now)):
        chain += waits
    elif standing.due_at and standing.due_at <= now:
        chain.append("It is due and next in line for a worker.")
    return chain


def _delay(standing: Standing, zones: Zones) -> list[str]:
    if standing.step is None:
        return []
    before = "It was enrolled" if standing.step.position == 1 else f"Step {standing.step.position - 1} was done"
    ready_at = due_after(standing.since, standing.step.delay, zones.workspace)
    return [
        f"{before} at {_at(standing.since, zones)}.",
        f"Step {standing.step.position} follows {_delay_words(standing.step)}: {_at(ready_at, zones)}.",
    ]


def _delay_words(step: StepFacts) -> str:
    return f"{step.delay} later" if step.delay.amount else "at once"


def _window(standing: Standing, zones: Zones) -> list[str]:
    window = standing.sequence.window
    if window is None or standing.step is None or not standing.step.kind.obeys_window:
        return []
    ready_at = due_after(standing.since, standing.step.delay, zones.workspace)
    opens = window.next_open(max(ready_at, standing.due_at or ready_at), zones.of(window))
    zone = zones.of(window)
    if opens == ready_at:
        return [f"The send window ({window}, {zone.key}) is open then."]
    return [f"Mail leaves only {window} ({zone.key}): from {_at(opens, zones)}."]


def _at(moment: datetime, zones: Zones) -> str:
    return f"{moment.astimezone(zones.workspace):%a %-d %b %Y, %H:%M:%S}".removesuffix(":00")
