"""Requests a second of the web server as it is shipped: `segue web` in a process of its own, a few connections."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from segue.bench.tied import tied

CONNECTIONS = 4
SECONDS = 5.0
PATIENCE = 30.0


def requests_a_second(path: str, cookie: str) -> float:
    """How many answers to this path arrive in a second, over several connections that stay open."""
    with _serving() as port, ThreadPoolExecutor(CONNECTIONS) as executor:
        _ask(port, path, cookie, 0.5)
        return sum(executor.map(lambda _: _ask(port, path, cookie, SECONDS), range(CONNECTIONS)))


def _ask(port: int, path: str, cookie: str, seconds: float) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    answers, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        answers += 1
    connection.close()
    return answers / passed


@contextmanager
def _serving() -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "segue.cli", "web", "--port", str(port)]
    server = subprocess.Popen(tied(command), env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)  # between two looks
    raise TimeoutError("The web server did not start.")
