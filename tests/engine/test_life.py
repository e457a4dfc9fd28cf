"""The promises hold after anything that can happen to enrollments, in any order (what can happen: life.py)."""

from collections import Counter, defaultdict

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from segue.channels import registry
from segue.domain.delay import Delay, DelayUnit
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, Event, OutboxMessage
from segue.queries.doctor import examine
from tests.engine.life import Life
from tests.engine.stages import EMAIL, FIELD, TAG, TASK, TODO, WEBHOOK
from tests.world import StepPlan, World

IN_CITY = StepPlan(StepKind.EMAIL, {"subject": "Hi", "body": "{{ person.city }}"})


def later(step: StepPlan) -> StepPlan:
    """The same step after an hour."""
    return StepPlan(step.kind, step.config, Delay(1, DelayUnit.HOURS))


class Promises(Life):
    """Asks after each thing that happens."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: dict[int, str] = {}

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert examine(self.world.now).findings == []

    @invariant()
    def nothing_leaves_twice(self) -> None:
        deliveries = Delivery.objects.values_list("enrollment", "step", "attempt")
        assert len(set(deliveries)) == len(deliveries)
        kept = Counter(OutboxMessage.objects.values_list("delivery__enrollment", "delivery__step"))
        assert all(number == 1 for number in kept.values()), kept
        for enrollment, arrived in self.hook.arrived.items():
            assert arrived <= 1 + self.retries[enrollment], "a webhook went out again by itself"

    @invariant()
    def what_came_of_a_delivery_is_not_rewritten(self) -> None:
        for delivery, state in Delivery.objects.exclude(state="open").values_list("id", "state"):
            assert self.closed.setdefault(delivery, state) == state

    @invariant()
    def each_step_is_done_once_and_in_order(self) -> None:
        made: dict[int | None, list[int]] = defaultdict(list)
        activities = Activity.objects.filter(step__isnull=False).order_by("id")
        for enrollment, position in activities.values_list("enrollment", "step__position"):
            made[enrollment].append(position)
        for one in Enrollment.objects.all():
            done = list(range(1, one.position))
            assert made[one.id] in (done, [*done, one.position]), f"{one} at {one.position} has done {made[one.id]}"

    @invariant()
    def what_has_ended_stays_as_it_was(self) -> None:
        self.note_what_has_ended()
        for one in Enrollment.objects.filter(id__in=self.ended):
            assert self.ended[one.id] == self.standing(one)

    @invariant()
    def after_the_end_comes_nothing_but_late_results(self) -> None:
        over: set[int] = set()
        for enrollment, kind in Event.objects.order_by("id").values_list("enrollment", "kind"):
            assert enrollment not in over or kind in ("late_result", "removed"), f"{kind} after the end"
            over |= {enrollment} if kind in ("stopped", "removed", "completed") else set()

    @invariant()
    def a_record_is_in_a_sequence_once(self) -> None:
        live = Counter(Enrollment.objects.filter(removed_at=None).values_list("sequence", "record"))
        assert all(number == 1 for number in live.values())


@pytest.fixture
def machine(world: World, monkeypatch: pytest.MonkeyPatch) -> type[Promises]:
    """Three people and two sequences; the channels are put back afterwards."""
    monkeypatch.setattr(registry, "_CHANNELS", dict(registry._CHANNELS))
    Promises.world = world
    Promises.people = [world.person("Ada"), world.person("Grace"), world.person("Edsger", city="Austin")]
    Promises.sequences = [
        world.sequence(steps=[EMAIL, TASK, WEBHOOK, TAG, later(IN_CITY)], on_reply="pause"),
        world.sequence(steps=[TODO, later(TAG), WEBHOOK, later(FIELD), later(EMAIL)], on_reply="stop"),
    ]
    return Promises


def test_any_life_keeps_the_promises(machine: type[Promises]) -> None:
    # Derandomized: `make test` says the same each time it is run on the same code.
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=35, derandomize=True))
