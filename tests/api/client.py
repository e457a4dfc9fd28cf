"""A program that uses the API with a member's token."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from segue.actions.create_token import create_token
from segue.models import Member
from tests.world import NOW, actor_of

V1 = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What came back; `data` is None where there was no body."""

    status: int
    data: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json", self.data
        assert self.data["status"] == self.status
        return str(self.data["code"])

    @property
    def errors(self) -> dict[str, str]:
        """The messages of a 422, by field."""
        assert self.status == 422, self.data
        return {error["field"]: error["message"] for error in self.data.get("errors", [])}


class Api:
    """Sends JSON with a bearer token, as any program would."""

    def __init__(self, token: str | None) -> None:
        # A crash must show as what a client would get: a problem, with nothing of the trace in it.
        self.http = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: object) -> Answer:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: object = None) -> Answer:
        return self.send("POST", path, b"" if body is None else json.dumps(body).encode())

    def patch(self, path: str, body: object) -> Answer:
        return self.send("PATCH", path, json.dumps(body).encode())

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def send(self, method: str, path: str, body: bytes = b"", query: dict[str, object] | None = None) -> Answer:
        """`path` is below /api/v1, or a whole one beginning with /api."""
        answer = self.http.generic(
            method,
            path if path.startswith("/api") else V1 + path,
            body,
            content_type="application/json",
            headers=self.headers,
            query_params=query or {},
        )
        data = json.loads(answer.content) if answer.content else None
        return Answer(answer.status_code, data, dict(answer.headers))


def api_of(member: Member) -> Api:
    """The API as this member."""
    _, token = create_token(actor_of(member), "A program", NOW)
    return Api(token)
