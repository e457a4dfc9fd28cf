"""`segue serve` and `segue web`: /healthz tells the truth, and no process is left behind."""

import re
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.faults.place import PATIENCE, Place, Process
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc"),
]

NOTE = ["todo", {"title": "Look up {{ person.first_name }}", "wait": False}, 0]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def health(port: int) -> tuple[int, dict[str, str]]:
    """What /healthz answers; 0 where nobody does."""
    try:
        found = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=10)
    except httpx.TransportError:
        return 0, {}
    return found.status_code, found.json()


def children(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    own = [int(child) for child in found]
    return own + [grandchild for child in own for grandchild in children(child)]


def gone(pids: list[int]) -> bool:
    def state(pid: int) -> str:
        stat = Path(f"/proc/{pid}/stat")
        return stat.read_text().rpartition(")")[2].split()[0] if stat.exists() else "gone"

    return all(state(pid) in ("gone", "Z") for pid in pids)


def worker_of(server: Process) -> int:
    def is_worker(pid: int) -> bool:
        return "work" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")

    [worker] = filter(is_worker, children(server.pid))
    return worker


def test_with_a_worker_all_is_well_and_sigterm_ends_all_of_it(place: Place, port: int) -> None:
    server = place.start("serve", "--port", str(port))
    wait_until(lambda: health(port)[0] == 200, PATIENCE, what="Segue to be ready")
    assert health(port)[1] == {"web": "ok", "database": "ok", "worker": "ok"}
    started = children(server.pid)
    assert worker_of(server) in started
    place.fill(steps=[NOTE], people=3)
    place.wait_until_all("completed")
    open_files = [link.readlink().name for link in Path(f"/proc/{server.pid}/fd").iterdir()]
    assert not [name for name in open_files if "sqlite3" in name], "a connection was carried across the fork"
    assert place.end(server) == 0
    wait_until(lambda: gone(started), PATIENCE, what="the processes to be gone")
    assert place.number("segue_worker") == 0


def test_links_in_mail_lead_to_where_it_listens(place: Place, port: int) -> None:
    server = place.start("serve", "--port", str(port))
    place.fill(steps=[["email", {"subject": "Hi", "body": "Ho"}, 0]], people=1)
    place.wait_until_all("completed")
    [[body]] = place.ask("SELECT body FROM segue_outboxmessage")
    link = re.search(r"Unsubscribe: (\S+)", body)
    assert link
    assert link[1].startswith(f"http://127.0.0.1:{port}/u/")
    assert httpx.get(link[1], timeout=10).status_code == 200
    assert place.end(server) == 0


def test_an_address_that_is_given_is_kept(place: Place, port: int) -> None:
    server = place.start("serve", "--port", str(port), SEGUE_PUBLIC_URL="https://segue.example")
    place.fill(steps=[["email", {"subject": "Hi", "body": "Ho"}, 0]], people=1)
    place.wait_until_all("completed")
    [[body]] = place.ask("SELECT body FROM segue_outboxmessage")
    assert "Unsubscribe: https://segue.example/u/" in body
    assert place.end(server) == 0


def test_web_alone_says_that_no_worker_runs(place: Place, port: int) -> None:
    server = place.start("web", "--port", str(port))
    wait_until(lambda: health(port)[0] != 0, PATIENCE, what="the pages to be served")
    assert health(port) == (503, {"web": "ok", "database": "ok", "worker": "no worker is running"})
    assert place.end(server) == 0


def test_a_worker_that_is_killed_is_started_again_and_steps_go_on(place: Place, port: int) -> None:
    server = place.start("serve", "--port", str(port), SEGUE_LEASE_SECONDS="1")
    wait_until(lambda: health(port)[0] == 200, PATIENCE, what="Segue to be ready")
    first = worker_of(server)
    subprocess.run(["kill", "-9", str(first)], check=True)
    place.wait_for_log("worker started", times=2)
    place.fill(steps=[NOTE, [*NOTE[:2], 1]], people=5)
    place.wait_until_all("completed")
    assert worker_of(server) != first
    assert place.number("segue_activity") == 10
    assert place.end(server) == 0


def test_killed_as_a_whole_it_starts_again(place: Place, port: int) -> None:
    """What the power cut leaves: no worker that goes on by itself, and a port that is free."""
    server = place.start("serve", "--port", str(port))
    wait_until(lambda: health(port)[0] == 200, PATIENCE, what="Segue to be ready")
    started = children(server.pid)
    server.send_signal(signal.SIGKILL)
    server.wait(PATIENCE)
    wait_until(lambda: gone(started), PATIENCE, what="the processes to be gone")
    again = place.start("serve", "--port", str(port))
    wait_until(lambda: health(port)[0] == 200, PATIENCE, what="Segue to be ready again")
    assert place.end(again) == 0


@pytest.mark.parametrize("command", ["serve", "web", "demo"])
def test_a_port_in_use_is_told_with_another(place: Place, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = place.run(command, "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"segue: Cannot listen on 127.0.0.1:{port}: Address already in use. Another port: --port {port + 1}\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_cannot_be(place: Place, port: str) -> None:
    done = place.run("serve", "--port", port)
    assert done.returncode == 2
    assert "--port" in done.stderr
