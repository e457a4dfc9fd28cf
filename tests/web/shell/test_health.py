"""/healthz while Segue is not ready: the answer says so, the log stays quiet."""

import logging

import pytest
from django.test import Client

from tests.world import World


def test_not_ready_yet_is_no_error_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "django.request"):
        answer = Client().get("/healthz")
        assert (answer.status_code, answer.json()["worker"]) == (503, "no worker is running")
        assert not caplog.records
        assert Client().get("/nowhere/").status_code == 404
    assert [record.levelname for record in caplog.records] == ["WARNING"]
