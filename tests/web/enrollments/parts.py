"""Reading answers: their words, their toasts, what they cost."""

import json
import re
from html import unescape
from typing import Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


class Answer(Protocol):
    """What the test client gives back; its own class has no name to import."""

    status_code: int

    @property
    def content(self) -> bytes: ...
    def __getitem__(self, header: str) -> str: ...
    def __contains__(self, header: str) -> bool: ...


_TAG = re.compile(r"<[^>]+>")


def text_of(answer: Answer) -> str:
    """What a person reads, in one line."""
    return " ".join(unescape(_TAG.sub(" ", answer.content.decode())).split())


def events_of(answer: Answer) -> dict[str, object]:
    """What the answer sends the page (HX-Trigger)."""
    events: dict[str, object] = json.loads(answer["HX-Trigger"])
    return events


def toast_of(answer: Answer) -> str:
    toast = events_of(answer)["toast"]
    assert isinstance(toast, dict)
    return str(toast["message"])


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what is kept between requests is there
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
