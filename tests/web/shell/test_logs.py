"""What must not stand in the log."""

import io
import logging

from django.test import Client

from segue.config.logs import LOGGING_CONFIG_DICT, NoTokens
from tests.world import World


def test_the_secret_of_an_invitation_is_left_out(world: World) -> None:
    assert "no_tokens" in LOGGING_CONFIG_DICT["handlers"]["stderr"]["filters"]
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(NoTokens())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert Client().get("/invite/secret-of-the-link/").status_code == 404
    finally:
        logger.removeHandler(handler)
    assert "/invite/…/" in written.getvalue()
    assert "secret-of-the-link" not in written.getvalue()
