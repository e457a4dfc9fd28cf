"""Who may do what with sequences: every address, for an outsider, a member, and a workspace on Basic."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from segue.domain.tiers import Tier
from segue.models import Member, Sequence, Version
from tests.world import World, client_of

HTMX = {"HX-Request": "true"}
OF_ONE = {  # address: whether a member may read it
    "sequence-steps": True,
    "sequence-settings": True,
    "sequence-publish": False,
    "step-choose": False,
    "step": True,
    "step-new": False,
}
WRITES = {
    "sequence-new": {"name": "Mine", "type": "person"},
    "sequence-settings": {"name": "Mine"},
    "sequence-publish": {},
    "sequence-discard": {},
    "sequence-archive": {},
    "sequence-restore": {},
    "steps-move": {"step": "step1", "position": "1"},
    "step-new": {"delay_amount": "0", "delay_unit": "days"},
    "step": {"delay_amount": "0", "delay_unit": "days"},
    "step-duplicate": {},
    "step-delete": {},
}


def address(name: str, sequence: Sequence) -> str:
    if name in {"sequencing", "sequence-new"}:
        return reverse(name)
    last = {"step-new": ["todo"], "step": ["step1"], "step-duplicate": ["step1"], "step-delete": ["step1"]}
    return reverse(name, args=[sequence.pk, *last.get(name, [])])


def as_stored(sequence: Sequence) -> tuple[object, ...]:
    versions = list(Version.objects.filter(sequence=sequence).order_by("pk").values_list("pk", "number"))
    return (Sequence.objects.values_list().get(pk=sequence.pk), versions, Sequence.objects.count())


Post = Callable[[Member, str, Sequence], Any]


@pytest.fixture
def post() -> Post:
    def send(member: Member, name: str, sequence: Sequence) -> Any:
        return client_of(member).post(address(name, sequence), WRITES[name], headers=HTMX)

    return send


@pytest.mark.parametrize("name", OF_ONE)
def test_an_outsider_sees_nothing(world: World, name: str) -> None:
    assert client_of(world.charlie).get(address(name, world.sequence()), headers=HTMX).status_code == 404


@pytest.mark.parametrize("name", [n for n in WRITES if n != "sequence-new"])
def test_an_outsider_changes_nothing(world: World, name: str, post: Post) -> None:
    sequence = world.sequence()
    before = as_stored(sequence)
    assert post(world.charlie, name, sequence).status_code == 404
    assert as_stored(sequence) == before


@pytest.mark.parametrize(("name", "may_read"), OF_ONE.items())
def test_a_member_reads_and_does_not_see_what_is_for_writers(world: World, name: str, may_read: bool) -> None:
    answer = client_of(world.mel).get(address(name, world.sequence()), headers=HTMX)
    assert answer.status_code == (200 if may_read else 403)


@pytest.mark.parametrize("name", WRITES)
def test_a_member_changes_nothing_and_is_told_why(world: World, name: str, post: Post) -> None:
    sequence = world.sequence()
    before = as_stored(sequence)
    answer = post(world.mel, name, sequence)
    assert answer.status_code == 403
    assert "Your role, Member, may not write sequences" in answer.content.decode()
    assert as_stored(sequence) == before


@pytest.mark.parametrize("name", ["sequencing", "sequence-new", *OF_ONE])
def test_on_basic_each_page_explains_itself(world: World, name: str) -> None:
    sequence = world.sequence()
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    answer = client_of(world.alice).get(address(name, sequence))
    assert "part of the Professional tier" in answer.content.decode()


@pytest.mark.parametrize("name", WRITES)
def test_on_basic_nothing_is_changed(world: World, name: str, post: Post) -> None:
    sequence = world.sequence()
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    before = as_stored(sequence)
    answer = post(world.alice, name, sequence)
    assert answer.status_code == 403
    assert "Professional tier" in answer.content.decode()
    assert as_stored(sequence) == before


@pytest.mark.parametrize("name", ["sequencing", "sequence-new", *OF_ONE])
def test_strangers_are_asked_to_sign_in(world: World, name: str) -> None:
    answer = Client().get(address(name, world.sequence()))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_a_sequence_that_is_not_there(world: World, pk: int) -> None:
    assert client_of(world.alice).get(reverse("sequence-steps", args=[pk])).status_code == 404


def test_a_form_without_its_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.alice.user)
    answer = client.post(reverse("sequence-new"), {"name": "Mine", "type": "person"})
    assert answer.status_code == 403
    assert not Sequence.objects.exists()
