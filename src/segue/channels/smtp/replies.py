"""Reads a mail server's replies (RFC 5321 §4.2), each within one deadline and of a sane size."""

import re
import select
import smtplib
import ssl
import time

from segue.domain.smtp_replies import Reply

MOST_LINES = 100
MOST_BYTES = 64_000
_LINE = re.compile(rb"([2-5]\d\d)(?:[ -](.*))?", re.DOTALL)


class BadReply(Exception):
    """What came is no reply: nobody can say what it means."""


class Replies:
    """The replies on one connection."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection
        self._buffer = b""

    def read(self, timeout: float) -> Reply:
        """The next reply, whole within `timeout` seconds. Raises OSError where none comes, BadReply for nonsense."""
        deadline = time.monotonic() + timeout
        lines: list[bytes] = []
        while True:
            found = _LINE.fullmatch(self._line(deadline).rstrip(b"\r\n"))
            if found is None or len(lines) >= MOST_LINES:
                raise BadReply("the server's answer cannot be read")
            lines.append((found.group(2) or b"").strip())
            if found.group(0)[3:4] != b"-":
                return Reply(int(found.group(1)), b"\n".join(lines).decode("utf-8", "replace"))

    def is_quiet(self) -> bool:
        """Whether nothing has come that nobody asked for. A server that hung up is not quiet either."""
        sock = self._connection.sock
        if self._buffer or sock is None:
            return False
        if isinstance(sock, ssl.SSLSocket) and sock.pending():
            return False
        return not select.select([sock], [], [], 0)[0]

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._buffer:
            self._buffer += self._some(deadline)
            if len(self._buffer) > MOST_BYTES:
                raise BadReply("the server's answer does not end")
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def _some(self, deadline: float) -> bytes:
        left, sock = deadline - time.monotonic(), self._connection.sock
        if left <= 0:
            raise TimeoutError
        if sock is None:
            raise ConnectionResetError("the server hung up")
        sock.settimeout(left)
        data = sock.recv(8_192)
        if not data:
            raise ConnectionResetError("the server hung up")
        return data
