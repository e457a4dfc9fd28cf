"""The IMAP server of these tests: one for all of them, a user for each."""

from collections.abc import Iterator

import pytest

from tests.faults.place import migrated, place
from tests.inbound.dovecot import Server, missing, running

__all__ = ["dovecot", "migrated", "place"]


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Server]:
    if reason := missing():
        pytest.skip(reason)
    with running() as server:
        yield server
