"""The mark that tells on SQLite whether anything was written: by others, or on this connection."""

import threading

import pytest
from django.db import connection, transaction

from segue.models import Workspace
from segue.models.state.peek import mark_of_writes
from tests.world import World


@pytest.fixture(autouse=True)
def sqlite_only() -> None:
    if connection.vendor != "sqlite":
        assert mark_of_writes() is None
        pytest.skip("only SQLite can tell")


def rename(world: World) -> None:
    Workspace.objects.filter(id=world.workspace.id).update(name="Renamed")


@pytest.mark.django_db(transaction=True)
def test_it_stands_while_nothing_is_written(world: World) -> None:
    before = mark_of_writes()
    assert Workspace.objects.count()
    with transaction.atomic():
        assert mark_of_writes() == before


@pytest.mark.django_db(transaction=True)
def test_what_this_connection_writes_changes_it(world: World) -> None:
    before = mark_of_writes()
    rename(world)
    assert mark_of_writes() != before


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_commits_changes_it_in_the_transaction_that_is_to_write(world: World) -> None:
    before = mark_of_writes()

    def other() -> None:
        rename(world)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    with transaction.atomic():
        assert mark_of_writes() != before
