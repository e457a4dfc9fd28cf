"""First-run set-up."""

from dataclasses import replace

import pytest

from segue.actions.set_up import SetUp, set_up
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Role
from segue.domain.tiers import Tier
from segue.models import SHARDS, Lane, Mailbox, User, Workspace
from tests.world import NOW

pytestmark = pytest.mark.django_db
GIVEN = SetUp("Northwind", "Europe/Amsterdam", "Mara Lindqvist", "Mara@Northwind.example", "a long enough phrase")


def test_the_first_person_becomes_the_admin_of_a_working_workspace() -> None:
    member = set_up(GIVEN, NOW)
    assert (member.role, member.user.email) == (Role.ADMIN, "mara@northwind.example")
    assert member.user.check_password(GIVEN.password)
    assert (member.workspace.tier, member.workspace.time_zone) == (Tier.PROFESSIONAL, "Europe/Amsterdam")
    shards = Lane.objects.filter(workspace=member.workspace, shard__isnull=False).order_by("shard")
    assert list(shards.values_list("shard", flat=True)) == list(range(SHARDS))
    mailbox = Mailbox.objects.get(workspace=member.workspace)
    assert mailbox.lane.shard is None
    assert mailbox.address == "team@northwind.example"


def test_it_happens_once() -> None:
    set_up(GIVEN, NOW)
    with pytest.raises(Conflict, match="set up already"):
        set_up(replace(GIVEN, email="second@northwind.example"), NOW)
    assert User.objects.count() == 1


def test_everything_wrong_is_said_at_once_and_nothing_is_saved() -> None:
    with pytest.raises(Invalid) as caught:
        set_up(SetUp(" ", "Mars/Olympus", "n" * 151, "not an address", "short"), NOW)
    assert set(caught.value.problems) == {"workspace_name", "time_zone", "name", "email", "password"}
    assert not User.objects.exists()
    assert not Workspace.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "mara.lindqvist", "x" * 1_001])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as caught:
        set_up(replace(GIVEN, password=password), NOW)
    assert set(caught.value.problems) == {"password"}
