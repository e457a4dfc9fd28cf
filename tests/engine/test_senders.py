"""Whose mailbox a record's mail leaves from: by the rule of the sequence, and the same one again later."""

from typing import Any

import pytest

from segue.actions.add_mailbox import add_mailbox
from segue.actions.enroll import enroll
from segue.actions.pause_mailbox import pause_mailbox
from segue.actions.remove import remove
from segue.actions.remove_mailbox import remove_mailbox
from segue.domain.errors import ErrorCode
from segue.domain.senders import SenderRule
from segue.models import Enrollment, Mailbox, Member, Record
from segue.queries.senders import sender_for
from tests.engine.stages import EMAIL, TODO, fresh, just
from tests.world import World, actor_of

SERVER = {"host": "mail.example.com", "port": 587, "security": "starttls", "login": "none"}


def mailbox(world: World, name: str, owner: Member | None = None) -> Mailbox:
    data = {"name": name, "address": f"{name.lower()}@example.com", "owner_id": owner.pk if owner else None}
    return add_mailbox(world.actor, "smtp", {**data, "smtp": SERVER}, world.now)


def outbox(world: World) -> Mailbox:
    return Mailbox.objects.get(workspace=world.workspace, kind="outbox")


def sender(world: World, *records: Record, member: Member | None = None, **settings: Any) -> list[int | None]:
    sequence = world.sequence(steps=[EMAIL], **settings)
    return [e.mailbox_id for e in world.enroll(sequence, *records, member=member)]


def test_the_enrollers_own_mailbox(world: World) -> None:
    first, bobs = mailbox(world, "First"), mailbox(world, "Bob", world.bob)
    assert sender(world, world.person(), member=world.bob) == [bobs.pk]
    assert sender(world, world.person(), member=world.alice) == [first.pk]


def test_an_outbox_sends_only_where_there_is_nothing_else(world: World) -> None:
    assert sender(world, world.person()) == [outbox(world).pk]
    first = mailbox(world, "First")
    assert sender(world, world.person()) == [first.pk]


def test_the_owner_of_the_record_else_whoever_enrolls(world: World) -> None:
    mels, bobs = mailbox(world, "Mel", world.mel), mailbox(world, "Bob", world.bob)
    records = [world.person(owner=world.mel), world.person(), world.person(owner=world.alice)]
    rule = SenderRule.OWNER
    assert sender(world, *records, member=world.bob, sender_rule=rule) == [mels.pk, bobs.pk, bobs.pk]


def test_a_fixed_mailbox_is_the_same_for_all(world: World) -> None:
    mailbox(world, "Mel", world.mel)
    fixed = outbox(world)
    found = sender(world, world.person(), member=world.mel, sender_rule=SenderRule.FIXED, sender_mailbox=fixed)
    assert found == [fixed.pk]


def test_rotation_goes_through_all_and_is_stable(world: World) -> None:
    boxes = {mailbox(world, name).pk for name in ("One", "Two", "Three")}
    records = [world.person() for _ in range(9)]
    rule = SenderRule.ROTATION
    first = sender(world, *records, sender_rule=rule)
    assert set(first) == boxes
    assert {first.count(box) for box in boxes} == {3}
    assert sender(world, *records, sender_rule=rule) == first


@pytest.mark.parametrize("rule", [SenderRule.ENROLLER, SenderRule.OWNER, SenderRule.ROTATION])
def test_a_record_hears_from_the_same_mailbox_again(world: World, rule: SenderRule) -> None:
    bobs, _mels = mailbox(world, "Bob", world.bob), mailbox(world, "Mel", world.mel)
    ada = world.person(owner=world.mel)
    assert sender(world, ada, member=world.bob) == [bobs.pk]
    assert sender(world, ada, member=world.mel, sender_rule=rule) == [bobs.pk]


def test_nobody_is_kept_at_the_outbox_once_there_is_a_real_one(world: World) -> None:
    ada = world.person()
    assert sender(world, ada) == [outbox(world).pk]
    first = mailbox(world, "First")
    assert sender(world, ada) == [first.pk]


def test_a_removed_mailbox_is_never_chosen(world: World) -> None:
    bobs, other = mailbox(world, "Bob", world.bob), mailbox(world, "Other")
    ada = world.person(owner=world.bob)
    enrolled = world.enroll(world.sequence(steps=[EMAIL]), ada, member=world.bob)[0]
    remove(world.actor, just(enrolled), world.now)
    remove_mailbox(world.actor, bobs, None, world.now)
    for rule in (SenderRule.ENROLLER, SenderRule.OWNER, SenderRule.ROTATION):
        assert sender(world, ada, member=world.bob, sender_rule=rule) == [other.pk]
    fixed = sender(world, ada, sender_rule=SenderRule.FIXED, sender_mailbox=bobs)
    assert fixed == [None]


def test_without_any_mailbox_the_step_says_so(world: World) -> None:
    remove_mailbox(world.actor, outbox(world), None, world.now)
    [enrollment] = world.enroll(world.sequence(steps=[EMAIL]), world.person())
    world.tick()
    assert fresh(enrollment).error_code == ErrorCode.NO_MAILBOX


def test_a_paused_mailbox_is_passed_over_where_there_is_a_choice(world: World) -> None:
    paused, working = mailbox(world, "Paused", world.bob), mailbox(world, "Working")
    pause_mailbox(world.actor, paused, world.now)
    records = [world.person(), world.person()]
    assert sender(world, *records, sender_rule=SenderRule.ROTATION) == [working.pk] * 2
    assert sender(world, world.person(), member=world.bob) == [paused.pk]


def test_a_mailbox_is_chosen_also_where_no_step_sends_email_yet(world: World) -> None:
    [enrollment] = world.enroll(world.sequence(steps=[TODO]), world.person())
    assert enrollment.mailbox_id is not None


@pytest.mark.parametrize("rule", SenderRule)
def test_many_records_get_the_mailbox_that_each_would_get_alone(world: World, rule: SenderRule) -> None:
    """Enrolling chooses in SQL, the preview of a message in Python."""
    boxes = [mailbox(world, f"Box{number}", owner) for number, owner in enumerate((world.bob, None, world.mel))]
    people = [world.person(f"Person {n}", owner=(world.bob, world.mel, None)[n % 3]) for n in range(9)]
    for box, person in zip(boxes, people[:3], strict=True):
        world.enroll(world.sequence(sender_rule=SenderRule.FIXED, sender_mailbox=box), person)
    sequence = world.sequence(steps=[EMAIL], sender_rule=rule, sender_mailbox=boxes[0])
    alone = {person.id: sender_for(sequence, world.bob, person) for person in people}
    world.enroll(sequence, *people, member=world.bob)
    enrolled = Enrollment.objects.filter(sequence=sequence)
    assert dict(enrolled.values_list("record_id", "mailbox_id")) == alone
    lanes = {box.id: box.lane_id for box in boxes}
    assert all(e.lane_id == lanes[e.mailbox_id or 0] for e in enrolled if e.mailbox_id in lanes)


def test_the_choice_is_kept_for_the_whole_enrollment(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    ada = world.person()
    enroll(actor_of(world.bob), sequence, [ada.pk], world.now)
    before = Enrollment.objects.get(record=ada).mailbox_id
    mailbox(world, "Later", world.bob)
    world.tick()
    assert Enrollment.objects.get(record=ada).mailbox_id == before
