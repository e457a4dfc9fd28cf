"""Enrolling all that a search finds: in parts that commit by themselves, stopped, cut off, and taken up again."""

import pytest

from segue.actions import enroll_run
from segue.actions.archive_sequence import archive_sequence
from segue.actions.enroll_run import begin_run, carry_on, stop_run
from segue.domain.eligibility import Refusal
from segue.domain.refusals import Conflict, TierRequired
from segue.domain.tiers import Tier
from segue.models import Enrollment, EnrollRun, Sequence
from segue.models.enroll_run import RunState
from segue.queries.enroll_runs import count_matching, running
from tests.engine.stages import EMAIL, assert_well
from tests.world import World, actor_of


@pytest.fixture(autouse=True)
def three_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enroll_run, "CHUNK", 3)


@pytest.fixture
def sequence(world: World) -> Sequence:
    """With ten people who match: seven fit, two without an address, one there already."""
    sequence = world.sequence(steps=[EMAIL])
    people = [world.person(f"Ada {n}", email="" if n < 2 else f"{n}@ada.test") for n in range(10)]
    world.enroll(sequence, people[5])
    world.person("Grace Hopper")
    world.company("Ada Works")
    return sequence


def fresh(run: EnrollRun) -> EnrollRun:
    return EnrollRun.objects.get(pk=run.pk)


def names(sequence: Sequence) -> list[str]:
    return sorted(Enrollment.objects.filter(sequence=sequence).values_list("record__name", flat=True))


def test_it_goes_through_all_that_match_and_counts_who_is_refused(world: World, sequence: Sequence) -> None:
    run = begin_run(world.actor, sequence, "ada", world.now)
    assert running() == [run.pk]
    parts = 1
    while carry_on(run.pk, world.now):
        parts += 1
    run = fresh(run)
    assert (run.state, run.enrolled, run.seen, parts) == (RunState.DONE, 7, 10, 5)
    assert run.refused == {Refusal.NO_ADDRESS: 2, Refusal.ALREADY_ENROLLED: 1}
    assert names(sequence) == [f"Ada {n}" for n in range(2, 10)]
    assert running() == []
    assert_well(world)


def test_without_words_everybody_is_meant_and_nobody_added_later(world: World, sequence: Sequence) -> None:
    run = begin_run(world.actor, sequence, "", world.now)
    world.person("Late Comer")
    while carry_on(run.pk, world.now):
        pass
    assert fresh(run).seen == 11
    assert "Late Comer" not in names(sequence)


def test_signs_alone_mean_nobody(world: World, sequence: Sequence) -> None:
    assert count_matching(sequence, "!!") == 0
    run = begin_run(world.actor, sequence, "!!", world.now)
    assert not carry_on(run.pk, world.now)
    assert len(names(sequence)) == 1


def test_cut_off_in_a_part_it_goes_on_where_it_was(
    world: World, sequence: Sequence, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin_run(world.actor, sequence, "ada", world.now)
    carry_on(run.pk, world.now)

    def die(run: EnrollRun, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EnrollRun, "save", die)
        with pytest.raises(KeyboardInterrupt):
            carry_on(run.pk, world.now)
    assert (fresh(run).seen, len(names(sequence))) == (3, 2)
    again = begin_run(world.actor, sequence, "ada", world.now)
    assert again.pk == run.pk
    while carry_on(run.pk, world.now):
        pass
    assert (fresh(run).enrolled, fresh(run).seen) == (7, 10)
    assert_well(world)


def test_stop_leaves_what_is_enrolled_and_the_same_search_takes_it_up(world: World, sequence: Sequence) -> None:
    run = begin_run(world.actor, sequence, "ada", world.now)
    carry_on(run.pk, world.now)
    stop_run(world.actor, run, world.now)
    assert not carry_on(run.pk, world.now)
    assert (fresh(run).state, fresh(run).seen, running()) == (RunState.STOPPED, 3, [])
    begin_run(world.actor, sequence, "ada", world.now)
    while carry_on(run.pk, world.now):
        pass
    assert (EnrollRun.objects.count(), fresh(run).state, fresh(run).seen) == (1, RunState.DONE, 10)


def test_a_sequence_that_is_archived_meanwhile_ends_it(world: World, sequence: Sequence) -> None:
    run = begin_run(world.actor, sequence, "ada", world.now)
    archive_sequence(world.actor, sequence, world.now)
    assert not carry_on(run.pk, world.now)
    assert fresh(run).state == RunState.STOPPED
    assert len(names(sequence)) == 1
    with pytest.raises(Conflict, match="archived"):
        begin_run(world.actor, Sequence.objects.get(pk=sequence.pk), "ada", world.now)


def test_who_may_not_enroll_begins_nothing(world: World, sequence: Sequence) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    with pytest.raises(TierRequired):
        begin_run(actor_of(world.alice), sequence, "ada", world.now)
    assert not EnrollRun.objects.exists()
