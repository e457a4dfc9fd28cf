"""A provider's API on this machine: answers as Postmark, Mailgun, SendGrid or Resend do, or misbehaves when told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """As it came in; the names of its headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Api:
    """What came in. `misbehave` says by a word in the request how it is met: a status and a body, or "hang up"."""

    port: int = 0
    received: list[Request] = field(default_factory=list)
    misbehave: dict[str, tuple[int, Any] | str] = field(default_factory=dict)
    finds: dict[str, Any] = field(default_factory=dict)
    """Answers to GET, by what their path begins with."""
    refuses: tuple[int, Any] | None = None
    """What every GET is met with."""
    silent: threading.Event = field(default_factory=threading.Event)
    """What hangs waits for this."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def sent(self) -> list[Request]:
        return [request for request in self.received if request.method == "POST"]

    def meet(self, request: Request) -> tuple[int, Any] | str:
        if request.method == "GET" and self.refuses:
            return self.refuses
        if request.path.startswith("/messages/outbound"):
            return 200, self._found(parse_qs(urlsplit(request.path).query)["metadata_segue"][0])
        if request.method == "GET":
            found = next((answer for path, answer in self.finds.items() if request.path.startswith(path)), None)
            return (404, {"message": "Not found"}) if found is None else (200, found)
        bad = next((how for word, how in self.misbehave.items() if word.encode() in request.body), None)
        return bad or _TAKEN[request.path](len(self.sent), request)

    def _found(self, name: str) -> dict[str, Any]:
        """As Postmark's search does."""
        numbers = [n for n, request in enumerate(self.sent, 1) if request.json["Metadata"]["segue"] == name]
        return {"TotalCount": len(numbers), "Messages": [{"MessageID": f"pm-{n}"} for n in numbers]}


_TAKEN: dict[str, Any] = {
    "/email": lambda n, request: (
        200,
        {"To": request.json["To"], "SubmittedAt": "2026-11-23T09:00:00Z", "MessageID": f"pm-{n}", "ErrorCode": 0,
         "Message": "OK"},
    ),
    "/mg.acme.example/messages": lambda n, request: (
        200, {"id": f"<mg-{n}@mg.acme.example>", "message": "Queued. Thank you."},
    ),
    "/emails": lambda n, request: (200, {"id": f"re-{n}"}),
    "/mail/send": lambda n, request: (202, b""),
}  # fmt: skip


@contextmanager
def serving() -> Iterator[Api]:
    """For one test, on a port of its own."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self._meet(self.rfile.read(int(self.headers["content-length"])))

        def do_GET(self) -> None:
            self._meet(b"")

        def _meet(self, body: bytes) -> None:
            request = Request(self.command, self.path, {n.lower(): v for n, v in self.headers.items()}, body)
            api.received.append(request)
            how = api.meet(request)
            if isinstance(how, str):
                if how == "say nothing":
                    api.silent.wait(30)
                self.close_connection = True
                return
            status, answer = how
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests need no access log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        api.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()
