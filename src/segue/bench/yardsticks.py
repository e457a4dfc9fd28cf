"""What sending is measured against: ready bytes and nothing recorded."""

import smtplib
import subprocess
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from segue.bench.sink import find

Ready = tuple[str, str, bytes]


def smtplib_loop(port: int, messages: Sequence[Ready], connections: int) -> float:
    """Messages a second by plain smtplib, with so many connections kept open, each in a thread."""
    waiting = deque(messages)

    def work() -> None:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            while waiting:
                try:
                    sender, recipient, data = waiting.popleft()
                except IndexError:
                    return
                connection.sendmail(sender, [recipient], data)

    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as executor:
        for done in [executor.submit(work) for _ in range(connections)]:
            done.result()
    return len(messages) / (time.perf_counter() - began)


def smtp_source(port: int, many: int, size: int, connections: int) -> float:
    """Messages of `size` bytes a second by Postfix's smtp-source, connections kept open."""
    command = [find("smtp-source"), "-d", "-l", str(size), "-m", str(many), "-s", str(connections)]
    began = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True)
    return many / (time.perf_counter() - began)
