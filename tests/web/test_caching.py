"""Nobody but the member's own browser keeps a page of theirs."""

import pytest

from tests.world import World, client_of


@pytest.mark.parametrize("path", ["/", "/people/", "/settings/sequencing/"])
def test_pages_are_private(world: World, path: str) -> None:
    answer = client_of(world.mel).get(path)
    assert answer.status_code == 200
    assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
