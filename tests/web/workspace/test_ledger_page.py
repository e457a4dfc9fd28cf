"""Settings, Ledger: the books in plain words."""

from tests.engine.stages import EMAIL
from tests.world import World, client_of


def test_it_says_what_each_number_means(world: World) -> None:
    world.enroll(world.sequence(steps=[EMAIL]), world.person())
    world.tick()
    page = client_of(world.alice).get("/settings/ledger/").content.decode()
    assert "The books agree." in page
    assert "notice--success" in page
    for words in ("Sent", "Taken by the other side", "May or may not have left: a person decides"):
        assert words in page
    assert "Not tried<" not in page
