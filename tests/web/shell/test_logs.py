"""What must not stand in the log."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client

from segue.config.logs import LOGGING_CONFIG_DICT, WithoutTokens
from tests.provider.conftest import TOKEN, use
from tests.world import World

PLAIN = LOGGING_CONFIG_DICT["formatters"]["plain"]
SECRET = "secret-of-the-link"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What stands in the log, made as it is configured."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(WithoutTokens(PLAIN["format"]))
    logging.getLogger().addHandler(handler)
    yield log
    logging.getLogger().removeHandler(handler)


def test_it_is_configured_so() -> None:
    assert LOGGING_CONFIG_DICT["handlers"]["stderr"]["formatter"] == "plain"
    assert PLAIN["()"] is WithoutTokens


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/invite/{SECRET}/", 404),
        ("POST", f"/hooks/mail/{SECRET}/", 404),
        ("GET", f"/hooks/mail/{SECRET}/", 405),
        ("GET", f"/u/{SECRET}/", 404),
        ("PUT", f"/u/{SECRET}/", 405),
        ("GET", f"/u/{SECRET}/more/", 404),
    ],
)
def test_the_secret_of_an_address_is_left_out(
    world: World, written: io.StringIO, method: str, path: str, status: int
) -> None:
    assert Client().generic(method, path).status_code == status
    assert path.replace(SECRET, "…") in written.getvalue()
    assert SECRET not in written.getvalue()


def test_nor_does_it_stand_in_a_traceback(written: io.StringIO) -> None:
    try:
        raise ValueError(f"https://segue.example/hooks/mail/{SECRET}/ is no address")
    except ValueError:
        logging.getLogger("segue").exception("it failed")
        structlog.get_logger("segue").exception("it failed again", path=f"/u/{SECRET}/")
    assert written.getvalue().count("Traceback") >= 2
    assert SECRET not in written.getvalue()


def test_what_a_provider_posted_and_cannot_be_read_is_one_line(world: World, written: io.StringIO) -> None:
    use(world, "postmark", "http://127.0.0.1:1")
    path = f"/hooks/mail/{TOKEN}/"
    assert Client().post(path, "{ private words", content_type="application/json").status_code == 400
    assert "hook not understood" in written.getvalue()
    for secret in (TOKEN, "private words", "Traceback"):
        assert secret not in written.getvalue()
