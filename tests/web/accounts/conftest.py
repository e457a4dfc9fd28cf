"""Each test of signing in starts with nobody having tried before."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()
