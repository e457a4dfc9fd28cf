"""The stages of a tick, one by one, so that a test can do something between them; and channels that help with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import Max, QuerySet

from segue.channels import registry
from segue.channels.contract import NOTHING, Channel, Effect, Start
from segue.channels.outbox import OutboxChannel
from segue.channels.webhook import WebhookChannel
from segue.domain.outcome import Outcome
from segue.domain.steps import StepKind
from segue.engine.batch import Batch, plan_batch
from segue.engine.settle_inside import settle_inside
from segue.engine.sweep import Swept, sweep
from segue.models import SHARDS, Enrollment, Event, Record
from segue.models.lane import NEIGHBOURS
from segue.models.state.leases import claim
from segue.models.state.tally import true_counts
from segue.queries.doctor import examine
from segue.queries.enrollments import counts
from segue.queries.lanes import due_lanes
from tests.world import StepPlan, World

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "Hi {{ person.first_name }}!"})
TODO = StepPlan(StepKind.TODO, {"title": "Look them up", "wait": False})
TASK = StepPlan(StepKind.TODO, {"title": "Ask them", "wait": True})
TAG = StepPlan(StepKind.TAG, {"operation": "add", "tag": "Warm"})
FIELD = StepPlan(StepKind.FIELD, {"field": "city", "value": "London"})
WEBHOOK = StepPlan(StepKind.WEBHOOK, {"url": "https://hooks.example/x"})


class Died(BaseException):
    """What a test raises where a worker is to die: nothing in the engine catches it."""


def fresh(enrollment: Enrollment) -> Enrollment:
    return Enrollment.objects.get(id=enrollment.id)


def just(*enrollments: Enrollment) -> "QuerySet[Enrollment]":
    """A scope for the verbs."""
    return Enrollment.objects.filter(id__in=[enrollment.id for enrollment in enrollments])


def kinds(enrollment: Enrollment) -> list[str]:
    """The history of an enrollment."""
    return list(Event.objects.filter(enrollment=enrollment).order_by("id").values_list("kind", flat=True))


def neighbors(world: World, number: int) -> list[Record]:
    """People whose steps queue in the same lane, so that one batch has them all."""
    return [world.person(id=i) for i in neighboring_ids(number)]


def neighboring_ids(number: int) -> list[int]:
    """Ids that no record has, all of one shard."""
    first = _next_block()
    return [
        first + SHARDS * NEIGHBOURS * block + place for block, place in (divmod(n, NEIGHBOURS) for n in range(number))
    ]


def strangers(world: World) -> list[Record]:
    """People of whom each queues in a lane of its own, one for each shard."""
    first = _next_block()
    return [world.person(id=first + NEIGHBOURS * shard) for shard in range(SHARDS)]


def _next_block() -> int:
    """The first id of the next block of shard 0."""
    newest = Record.objects.aggregate(newest=Max("id"))["newest"] or 0
    return (newest // (SHARDS * NEIGHBOURS) + 1) * SHARDS * NEIGHBOURS


def take(world: World) -> Batch:
    """Claim what is due now in its one lane, and decide."""
    [lane] = due_lanes(world.now)
    token, ids = claim(lane, world.now, world.now + timedelta(seconds=settings.SEGUE_LEASE_SECONDS), 1_000)
    return plan_batch(token, ids, world.now)


def settle(batch: Batch, world: World) -> int:
    return settle_inside(batch, batch.planned, world.now)


def sweep_later(world: World) -> Swept:
    """Let the leases of dead workers run out, and sweep."""
    world.now += timedelta(seconds=settings.SEGUE_LEASE_SECONDS + 1)
    return sweep(world.now)


def assert_well(world: World) -> None:
    """Every promise that can be asked of the database holds, and the tallies equal the truth."""
    assert examine(world.now).findings == []
    for sequence in world.workspace.sequences.all():
        assert {status: n for status, n in counts(sequence).items() if n} == true_counts(sequence.pk)


@dataclass(eq=False)
class During:
    """A real channel, with something happening as a message begins to leave or once it has; keeps what it got."""

    channel: Channel
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None
    seen: list[Effect] = field(default_factory=list)

    @property
    def batch(self) -> int:
        return self.channel.batch

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        def start_then(effects: Sequence[Effect], done: Mapping[int, Outcome] = NOTHING) -> frozenset[int]:
            ids = start(effects, done)
            self.before()
            return ids

        self.seen += effects
        outcomes = self.channel.perform(effects, start_then)
        self.after()
        return outcomes

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        return self.channel.look_up(effects)


@dataclass(eq=False)
class Answers:
    """The other side of a webhook, as outcomes in order; the last one stays. Keeps what it was given."""

    outcomes: list[Outcome]
    batch: int = 20
    seen: list[Effect] = field(default_factory=list)

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        self.seen += effects
        start(effects)
        return [self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0] for _ in effects]

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        return WebhookChannel().look_up(effects)


def during_outbox(
    monkeypatch: pytest.MonkeyPatch,
    *,
    before: Callable[[], object] = lambda: None,
    after: Callable[[], object] = lambda: None,
) -> During:
    """Have something happen while mail leaves through the Outbox."""
    channel = During(OutboxChannel(), before, after)
    monkeypatch.setitem(registry._CHANNELS, "outbox", channel)
    return channel


def during_webhook(monkeypatch: pytest.MonkeyPatch, channel: Channel, before: Callable[[], object]) -> None:
    """Have something happen while webhooks meet this channel."""
    monkeypatch.setitem(registry._CHANNELS, "webhook", During(channel, before))


def answering(monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome) -> Answers:
    """Webhooks meet these answers."""
    channel = Answers(list(outcomes))
    monkeypatch.setitem(registry._CHANNELS, "webhook", channel)
    return channel
