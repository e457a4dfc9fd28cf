"""What Segue makes on disk is for its owner only: the database holds what people wrote about people."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.place import ON_POSTGRES, Place

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="it is about the file of SQLite")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def ordinary_umask() -> Iterator[None]:
    """Most machines': what does not ask for less can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("ordinary_umask")
@pytest.mark.parametrize("key", ["", "k3y" * 20])
def test_the_data_directory_and_the_database_are_for_their_owner(tmp_path: Path, key: str) -> None:
    place = Place(tmp_path)
    data = tmp_path / "new" / "data"
    done = place.run("migrate", SEGUE_DATA_DIR=str(data), SEGUE_SECRET_KEY=key)
    assert done.returncode == 0, done.stderr
    assert rights(data) == 0o700
    assert data.joinpath("segue.sqlite3").exists()
    assert {rights(path) for path in data.glob("segue.sqlite3*")} == {0o600}


@pytest.mark.usefixtures("ordinary_umask")
def test_rights_that_somebody_gave_are_kept(tmp_path: Path) -> None:
    place = Place(tmp_path / "shared")
    place.data.mkdir()
    place.data.joinpath("segue.sqlite3").touch(0o640)
    assert place.run("migrate").returncode == 0
    assert (rights(place.data), rights(place.data / "segue.sqlite3")) == (0o755, 0o640)
