"""The life of enrollments as a state machine: whatever people, time, workers and power cuts do, in any order."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from segue.actions.complete_task import complete_task
from segue.actions.dismiss_task import dismiss_task
from segue.actions.enroll import enroll
from segue.actions.log_reply import log_reply
from segue.actions.remove import remove
from segue.actions.resume import resume
from segue.actions.retry import retry
from segue.actions.set_tier import set_tier
from segue.actions.stop import stop
from segue.channels import registry
from segue.channels.contract import Channel, Effect, Start
from segue.channels.outbox import OutboxChannel
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import NotTried, Outcome, Permanent, Sent, Temporary, Unknown
from segue.domain.refusals import Conflict, TierRequired
from segue.domain.status import Status
from segue.domain.tiers import Tier
from segue.engine.batch import Batch, plan_batch
from segue.engine.leave import leave
from segue.engine.settle_inside import settle_inside
from segue.engine.sweep import sweep
from segue.engine.tick import tick
from segue.models import Activity, Enrollment, Record
from segue.models import Sequence as SequenceRow
from segue.models.state.leases import claim
from segue.queries.lanes import due_lanes
from tests.engine.stages import Died, During, just
from tests.world import NOW, World

MOODS: dict[str, Outcome] = {
    "yes": Sent("204"),
    "busy": Temporary(StepError(ErrorCode.WEBHOOK_BUSY, "503")),
    "no": Permanent(StepError(ErrorCode.WEBHOOK_REJECTED, "404")),
    "broken": Unknown("The connection broke."),
}
VERBS = {"stop": stop, "remove": remove, "retry": retry, "resume": resume}


TIMES = {"the lease runs out": 70, "a moment passes": 35}
MEANWHILE = st.lists(
    st.sampled_from(
        [*TIMES, "another worker takes over", "another worker runs", "stop", "remove", "reply", "downgrade"]
    ),
    max_size=3,
)
CHANNELS = st.sampled_from(["outbox", "webhook"])


def die() -> None:
    raise Died


class Hook:
    """The other side of webhooks: counts what arrived. A connection may break after it has."""

    batch = 20

    def __init__(self) -> None:
        self.mood = "yes"
        self.arrived: Counter[int] = Counter()

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        started = start(effects)
        if self.mood in ("yes", "broken"):
            self.arrived.update(effect.key.enrollment_id for effect in effects if effect.delivery_id in started)
        return [MOODS[self.mood] if effect.delivery_id in started else NotTried() for effect in effects]

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        return [Unknown("The worker stopped.") for _ in effects]


class Life(RuleBasedStateMachine):
    """What can happen. What must hold meanwhile is in `tests.engine.test_life`."""

    world: World
    people: list[Record]
    sequences: list[SequenceRow]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world.now = NOW
        self.the_tier_changes(Tier.PROFESSIONAL)
        self.hook = Hook()
        self.channels: dict[str, Channel] = {"outbox": OutboxChannel(), "webhook": self.hook}
        registry._CHANNELS.update(self.channels)
        self.slow: list[Batch] = []
        self.retries: Counter[int] = Counter()
        self.ended: dict[int, tuple[object, ...]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        for sequence in self.sequences:
            enroll(self.world.actor, sequence, [person.id for person in self.people[:2]], self.world.now)

    def pick(self, data: st.DataObject) -> Enrollment | None:
        found = list(Enrollment.objects.order_by("id"))
        return data.draw(st.sampled_from(found), label="enrollment") if found else None

    @rule(person=st.integers(0, 2), sequence=st.integers(0, 1))
    def enroll(self, person: int, sequence: int) -> None:
        with suppress(TierRequired):
            enroll(self.world.actor, self.sequences[sequence], [self.people[person].id], self.world.now)

    @rule(seconds=st.sampled_from([70, 3_600]))
    def run_later(self, seconds: int) -> None:
        self.time_passes(seconds)
        self.world.tick()

    @rule(seconds=st.sampled_from([35, 70, 3_600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.world.now += timedelta(seconds=seconds)
        sweep(self.world.now)

    @rule(verb=st.sampled_from(sorted(VERBS)), data=st.data())
    def somebody_presses(self, verb: str, data: st.DataObject) -> None:
        self.press(verb, self.pick(data))

    def press(self, verb: str, enrollment: Enrollment | None) -> None:
        if enrollment is None:
            return
        with suppress(TierRequired):
            changed = VERBS[verb](self.world.actor, just(enrollment), self.world.now)
            self.retries.update(changed.ids if verb == "retry" else [])
        self.note_what_has_ended()

    def note_what_has_ended(self) -> None:
        """From when an enrollment has ended, it stays as it is and nothing leaves for it any more."""
        for one in Enrollment.objects.all():
            if one.status in (Status.STOPPED, Status.COMPLETED) or one.removed_at:
                self.ended.setdefault(one.id, self.standing(one))

    def standing(self, one: Enrollment) -> tuple[object, ...]:
        left = one.deliveries.count()
        return one.status, one.reason, one.step_id, one.position, one.due_at, one.round, left

    @rule(person=st.integers(0, 2))
    def somebody_replies(self, person: int) -> None:
        self.reply(self.people[person])

    def reply(self, record: Record) -> None:
        log_reply(self.world.actor, record, "Yes", self.world.now)
        self.note_what_has_ended()

    @rule(close=st.sampled_from([complete_task, complete_task, dismiss_task]), data=st.data())
    def somebody_closes_a_task(self, close: Callable[..., None], data: st.DataObject) -> None:
        tasks = list(Activity.objects.filter(state="open").order_by("id"))
        if tasks:
            with suppress(Conflict):  # a sequence waits for it: not to be dismissed
                close(self.world.actor, data.draw(st.sampled_from(tasks), label="task"), self.world.now)

    @rule(mood=st.sampled_from(sorted(MOODS)))
    def the_other_side_is(self, mood: str) -> None:
        self.hook.mood = mood

    @rule(city=st.sampled_from(["", "London"]), person=st.integers(0, 2))
    def a_record_changes(self, city: str, person: int) -> None:
        Record.objects.filter(id=self.people[person].id).update(city=city)

    def claim(self, data: st.DataObject) -> Batch | None:
        lanes = due_lanes(self.world.now)
        if not lanes:
            return None
        until = self.world.now + timedelta(seconds=settings.SEGUE_LEASE_SECONDS)
        token, ids = claim(data.draw(st.sampled_from(lanes), label="lane"), self.world.now, until, 10)
        return plan_batch(token, ids, self.world.now)

    def finish(self, batch: Batch) -> None:
        settle_inside(batch, [p for p in batch.planned if not p.leaves], self.world.now)
        leave(batch, [p for p in batch.planned if p.leaves], self.world.now)

    @rule(data=st.data())
    def a_worker_claims_and_falls_silent(self, data: st.DataObject) -> None:
        self.slow += filter(None, [self.claim(data)])

    @precondition(lambda self: self.slow)
    @rule(data=st.data())
    def a_silent_worker_comes_back(self, data: st.DataObject) -> None:
        self.finish(self.slow.pop(data.draw(st.integers(0, len(self.slow) - 1), label="batch")))

    @rule(meanwhile=MEANWHILE, ending=st.sampled_from(["done", "done", "dies", "dies leaving"]), data=st.data())
    def a_worker_is_slow(self, meanwhile: list[str], ending: str, data: st.DataObject) -> None:
        batch = self.claim(data)
        if batch is None:
            return
        self.happen(meanwhile, [p.snapshot.enrollment_id for p in batch.planned])
        if ending == "dies leaving":
            dying = {name: During(channel, after=die) for name, channel in self.channels.items()}
            registry._CHANNELS.update(dying)
        if ending != "dies":
            with suppress(Died):
                self.finish(batch)
        registry._CHANNELS.update(self.channels)

    @rule(sent=st.booleans(), name=CHANNELS)
    def the_power_goes_while_something_leaves(self, sent: bool, name: str) -> None:
        usual = self.channels[name]
        self.while_leaving(name, During(usual, after=die) if sent else During(usual, before=die))

    @rule(meanwhile=MEANWHILE, name=CHANNELS)
    def much_happens_while_something_leaves(self, meanwhile: list[str], name: str) -> None:
        def act() -> None:
            registry._CHANNELS.update(self.channels)
            self.happen(meanwhile, [effect.key.enrollment_id for effect in channel.seen])

        channel = During(self.channels[name], before=act)
        self.while_leaving(name, channel)

    def while_leaving(self, name: str, channel: During) -> None:
        """Run one tick of each due lane with this channel in place of the usual one."""
        registry._CHANNELS[name] = channel
        for lane in due_lanes(self.world.now):
            with suppress(Died):
                tick(lane, self.world.now, 10)
        registry._CHANNELS.update(self.channels)

    def happen(self, things: list[str], enrollment_ids: list[int]) -> None:
        """These things happen, one after the other, to these enrollments or to all."""
        for thing in things:
            if thing in TIMES:
                self.time_passes(TIMES[thing])
            elif thing == "another worker takes over":
                self.run_later(70)
            elif thing == "another worker runs":
                self.world.tick()
            elif thing == "downgrade":
                self.the_tier_changes(Tier.BASIC)
            else:
                for one in Enrollment.objects.filter(id__in=enrollment_ids).select_related("record"):
                    self.reply(one.record) if thing == "reply" else self.press(thing, one)

    @rule(tier=st.sampled_from(Tier))
    def the_tier_changes(self, tier: Tier) -> None:
        set_tier(self.world.workspace, tier)
        self.world.alice.workspace.refresh_from_db()
