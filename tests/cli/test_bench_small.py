"""Each `segue bench` runs to its end on a few rows and says what it promises to. How fast is for `make bench`.

They run on the database of the tests, not on one of their own: making that is most of the time of a small one.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from segue.bench.figures import Figure
from segue.bench.place import Place

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on Postgres they are for `make bench`"),
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The database of this test, for it and for the processes that a bench starts."""
    place = Place(tmp_path, f"sqlite:///{connection.settings_dict['NAME']}")
    monkeypatch.setenv("DATABASE_URL", place.url)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "segue.config.settings")
    return place


def measure(name: str, place: Place, **options: Any) -> list[Figure]:
    said: list[str] = []
    figures: list[Figure] = import_module(f"segue.bench.{name}").measure(place, said.append, **options)
    assert said
    assert len({(figure.name, figure.yardstick) for figure in figures}) == len(figures)
    return figures


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("engine", {"enrollments": 30}),
        ("enroll", {"records": 60}),
        ("growth", {"due": 10, "sleeping": "10,20"}),
    ],
)
def test_a_rate_is_measured_beside_its_yardstick(name: str, options: dict[str, Any], place: Place) -> None:
    compared = [figure for figure in measure(name, place, **options) if figure.yardstick_value]
    assert compared
    assert all(figure.value > 0 and figure.ratio and figure.target for figure in compared)


def test_latency_is_measured_idle_and_busy(place: Place) -> None:
    figures = measure("latency", place, samples=10, others=20)
    names = " ".join(figure.name for figure in figures)
    assert "idle" in names
    assert "20 others due" in names
    assert all(figure.value > 0 for figure in figures)


def test_pages_are_measured_with_their_statements(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, web_load = import_module("segue.bench.pages"), import_module("segue.bench.web_load")
    for module, name, few in ((pages, "REQUESTS", 3), (pages, "SEARCHES", 3), (web_load, "SECONDS", 0.1)):
        monkeypatch.setattr(module, name, few)
    served = pages._served
    monkeypatch.setattr(pages, "_served", lambda filled: served(filled)[:1])  # each starts a server
    figures = measure("pages", place, people=20)
    statements = [figure for figure in figures if figure.name.endswith("statements")]
    assert len(statements) > 5
    assert all(figure.met for figure in statements)
    assert figures[-1].unit == "requests/s"
    assert figures[-1].value > 0
