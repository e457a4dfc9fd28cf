"""What every test shares. Settings are in tests/settings.py, loaded before this file."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.world import World, make_world

# `make test` runs this directory, and what is marked `conformance`, on Postgres too. Any other test may run there:
# TEST_DATABASE=postgres pytest tests/web
ON_BOTH_DATABASES = frozenset({"engine"})

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would what they start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is slow, not wrong: examples get no deadline. Failures print how to reproduce them.
settings.register_profile("segue", deadline=None, print_blob=True)
settings.load_profile("segue")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ON_BOTH_DATABASES & set(item.path.relative_to(Path(__file__).parent).parts):
            item.add_marker(pytest.mark.conformance)


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """The browser that `make test` found (scripts/find-browser.sh), or one on the PATH; None: Playwright's own."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def world(db: None) -> World:
    """Two workspaces with their members (tests/world.py), in a database that forgets them after the test."""
    return make_world()
