"""Settings, General: name, time zone, tier; and switching between workspaces."""

from segue.domain.roles import Role
from segue.domain.tiers import Tier
from segue.models import Workspace
from tests.world import World, client_of, join

GOOD = {"name": "Acme Two", "time_zone": "Asia/Tokyo", "tier": "basic"}


def test_an_admin_saves_the_workspace(world: World) -> None:
    page = client_of(world.alice).post("/settings/workspace/", GOOD, follow=True)
    assert "Workspace saved." in page.content.decode()
    saved = Workspace.objects.get(pk=world.workspace.pk)
    assert (saved.name, saved.time_zone, saved.tier) == ("Acme Two", "Asia/Tokyo", Tier.BASIC)


def test_the_page_says_what_basic_means(world: World) -> None:
    page = client_of(world.alice).get("/settings/workspace/").content.decode()
    assert "enrollments hold where they are" in page
    assert 'value="professional" checked' in page


def test_what_cannot_be_saved_is_told_at_the_field(world: World) -> None:
    for bad, words in (
        ({"name": "n" * 300}, "The name is longer than 100 characters."),
        ({"time_zone": "Europe/Atlantis"}, "Select a valid choice"),
        ({"tier": "gold"}, "Select a valid choice"),
    ):
        page = client_of(world.alice).post("/settings/workspace/", GOOD | bad)
        assert page.status_code == 422
        assert words in page.content.decode()
    assert Workspace.objects.get(pk=world.workspace.pk).name == "Acme Recruiting"


def test_a_member_of_two_workspaces_switches(world: World) -> None:
    join(world.other_workspace, "bob@example.com", "Bob Manager", Role.MEMBER)
    client = client_of(world.bob)
    assert "Acme Recruiting" in client.get("/settings/members/").content.decode()
    assert client.post("/settings/workspace/switch/", {"workspace": world.other_workspace.pk}).status_code == 302
    assert "Charlie Outsider" in client.get("/settings/members/").content.decode()


def test_nobody_switches_to_a_workspace_that_is_not_theirs(world: World) -> None:
    client = client_of(world.mel)
    for chosen in (world.other_workspace.pk, "", "x", 10**30):
        assert client.post("/settings/workspace/switch/", {"workspace": chosen}).status_code == 404
    assert "Mel Member" in client.get("/settings/members/").content.decode()
