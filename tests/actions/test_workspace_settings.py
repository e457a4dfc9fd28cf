"""What an admin sets: the workspace, its webhook secret, its mailbox; and one's own name."""

from dataclasses import replace

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from standardwebhooks import Webhook

from segue.actions.change_mailbox import change_mailbox
from segue.actions.change_profile import change_profile
from segue.actions.change_workspace import WorkspaceSettings, change_workspace
from segue.actions.rotate_webhook_secret import rotate_webhook_secret
from segue.domain.refusals import Invalid, NotAllowed, NotFound
from segue.domain.tiers import Tier
from segue.models import Mailbox, Workspace
from segue.models.signals import work_added
from tests.world import NOW, World, actor_of

MINE = {"name": "Mine", "address": "mine@example.com"}
GIVEN = WorkspaceSettings("Acme Two", "Asia/Tokyo", Tier.BASIC, "Acme\r\n1 High Street ")


def test_settings_are_saved(world: World) -> None:
    change_workspace(world.actor, GIVEN)
    saved = Workspace.objects.get(pk=world.workspace.pk)
    assert (saved.name, saved.time_zone, saved.has_sequences) == ("Acme Two", "Asia/Tokyo", False)
    assert saved.mail_footer == "Acme\n1 High Street"


def test_an_upgrade_wakes_the_workers(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    woken: list[bool] = []

    def receiver(**_: object) -> None:
        woken.append(True)

    work_added.connect(receiver)
    with django_capture_on_commit_callbacks(execute=True):
        change_workspace(world.actor, replace(GIVEN, tier=Tier.PROFESSIONAL))
    work_added.disconnect(receiver)
    assert woken


@pytest.mark.parametrize(
    "bad", [{"name": " "}, {"name": "n" * 101}, {"time_zone": "Europe/Atlantis"}, {"mail_footer": "f" * 1_001}]
)
def test_bad_settings_are_refused(world: World, bad: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        change_workspace(world.actor, replace(GIVEN, **bad))  # type: ignore[arg-type]  # the tier is never bad here
    assert set(caught.value.problems) == set(bad)
    assert Workspace.objects.get(pk=world.workspace.pk).name == "Acme Recruiting"


def test_a_new_secret_is_a_different_usable_one(world: World) -> None:
    before = world.workspace.webhook_secret
    new = rotate_webhook_secret(world.actor)
    saved = Workspace.objects.get(pk=world.workspace.pk).webhook_secret
    assert saved == new != before
    Webhook(saved).sign("msg_1", NOW, "{}")
    assert Workspace.objects.get(pk=world.other_workspace.pk).webhook_secret != saved


def test_a_mailbox_takes_a_name_and_an_address(world: World) -> None:
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    change_mailbox(world.actor, mailbox, {"name": "Alice at Acme", "address": " Alice@Acme.example "}, world.now)
    mailbox.refresh_from_db()
    assert (mailbox.name, mailbox.address) == ("Alice at Acme", "alice@acme.example")
    with pytest.raises(Invalid) as caught:
        change_mailbox(world.actor, mailbox, {"name": "", "address": "nowhere"}, world.now)
    assert set(caught.value.problems) == {"name", "address"}


def test_only_an_admin_may(world: World) -> None:
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    for member in (world.bob, world.mel):
        with pytest.raises(NotAllowed):
            change_workspace(actor_of(member), GIVEN)
        with pytest.raises(NotAllowed):
            rotate_webhook_secret(actor_of(member))
        with pytest.raises(NotAllowed):
            change_mailbox(actor_of(member), mailbox, MINE, world.now)
    with pytest.raises(NotFound):
        change_mailbox(actor_of(world.charlie), mailbox, MINE, world.now)


def test_a_name_of_ones_own(world: World) -> None:
    change_profile(world.mel.user, " Melanie Member ")
    world.mel.user.refresh_from_db()
    assert world.mel.user.name == "Melanie Member"
    with pytest.raises(Invalid):
        change_profile(world.mel.user, "")
