"""What the tests of the API share."""

import pytest

from tests.api.client import Api, api_of
from tests.world import World


@pytest.fixture
def api(world: World) -> Api:
    """The API as Alice, an admin."""
    return api_of(world.alice)
