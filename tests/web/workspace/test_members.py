"""Settings, Members."""

import re
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from segue.actions.invite import invite
from segue.domain.roles import Role
from segue.models import Invitation, Member
from tests.world import World, client_of


def test_everybody_sees_who_is_here_and_only_admins_can_change_it(world: World) -> None:
    for_mel = client_of(world.mel).get("/settings/members/").content.decode()
    assert all(name in for_mel for name in ("Alice Admin", "Bob Manager", "Mel Member (you)"))
    assert "Charlie" not in for_mel
    assert "Invite" not in for_mel
    for_alice = client_of(world.alice).get("/settings/members/").content.decode()
    assert "Invite somebody" in for_alice
    for role in Role:
        assert f'name="role" value="{role}"' in for_alice
    assert 'name="role"' not in for_mel


def test_an_invitation_shows_its_link_once(world: World) -> None:
    client = client_of(world.alice)
    page = client.post("/settings/members/", {"email": "nils@example.com", "role": "manager"})
    link = re.search(r'data-copy="http://testserver(/invite/[^"]+)"', page.content.decode())
    assert link
    assert "no-store" in page["Cache-Control"]
    assert Client().get(link[1]).status_code == 200
    again = client.get("/settings/members/").content.decode()
    assert "nils@example.com" in again
    assert link[1] not in again


def test_the_message_and_the_table_name_the_same_end(world: World) -> None:
    page = client_of(world.alice).post("/settings/members/", {"email": "nils@example.com", "role": "member"})
    end = timezone.localtime(Invitation.objects.get().expires_at, ZoneInfo(world.workspace.time_zone))
    assert page.content.decode().count(f"{end.day} {end:%b %Y, %H:%M}") == 2


def test_inviting_again_says_that_it_replaces_the_earlier_link(world: World) -> None:
    client = client_of(world.alice)
    words = "This replaces the earlier invitation; its link no longer works."
    pages = [
        client.post("/settings/members/", {"email": email, "role": role}).content.decode()
        for email, role in (
            ("nils@example.com", "member"),
            ("ola@example.com", "member"),
            ("Nils@example.com", "admin"),
        )
    ]
    assert [words in page for page in pages] == [False, False, True]
    first = re.search(r'data-copy="http://testserver(/invite/[^"]+)"', pages[0])
    assert first
    assert "withdrawn" in Client().get(first[1]).content.decode()


def test_bad_invitations_are_told_at_the_field(world: World) -> None:
    client = client_of(world.alice)
    for data, words in (
        ({"email": "nobody", "role": "member"}, "is not an email address"),
        ({"email": "mel@example.com", "role": "member"}, "is a member already"),
        ({"email": "new@example.com", "role": "owner"}, "owner is not one of the available choices"),
        ({"email": "", "role": "member"}, "This field is required"),
    ):
        page = client.post("/settings/members/", data)
        assert page.status_code == 422
        assert words in page.content.decode()
    assert not Invitation.objects.exists()


def test_an_admin_changes_a_role(world: World) -> None:
    page = client_of(world.alice).post(f"/settings/members/{world.mel.pk}/role/", {"role": "manager"}, follow=True)
    assert "Mel Member is now Manager." in page.content.decode()
    assert Member.objects.get(pk=world.mel.pk).role == Role.MANAGER


def test_a_role_that_does_not_exist_is_refused(world: World) -> None:
    answer = client_of(world.alice).post(f"/settings/members/{world.mel.pk}/role/", {"role": "owner"})
    assert answer.status_code == 422
    assert Member.objects.get(pk=world.mel.pk).role == Role.MEMBER


def test_the_last_admin_is_told_why_not(world: World) -> None:
    client = client_of(world.alice)
    page = client.post(f"/settings/members/{world.alice.pk}/remove/", follow=True)
    assert "is the only admin. Make somebody else an admin first." in page.content.decode()
    assert Member.objects.get(pk=world.alice.pk).left_at is None


def test_who_is_removed_is_out_at_once(world: World) -> None:
    mel = client_of(world.mel)
    assert mel.get("/settings/members/").status_code == 200
    client_of(world.alice).post(f"/settings/members/{world.mel.pk}/remove/")
    assert mel.get("/settings/members/").status_code == 403
    assert "Mel Member" not in client_of(world.alice).get("/settings/members/").content.decode()


def test_a_withdrawn_invitation_leaves_the_list(world: World) -> None:
    found = invite(world.actor, "nils@example.com", Role.MEMBER, timezone.now()).invitation
    client = client_of(world.alice)
    assert "Open invitations" in client.get("/settings/members/").content.decode()
    page = client.post(f"/settings/invitations/{found.pk}/withdraw/", follow=True)
    assert "is withdrawn" in page.content.decode()
    assert "Open invitations" not in page.content.decode()
