"""Webhooks against a real server: signed, truthful about what came of them, and never into a private network."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from threading import Barrier

import httpx
import pytest
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook, WebhookVerificationError

from segue.channels import webhook
from segue.domain.errors import ErrorCode
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, Workspace
from tests.engine.receiver import Behavior, Receiver, answer, receiving
from tests.engine.stages import TODO, assert_well, fresh, neighbors
from tests.world import StepPlan, World


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.SEGUE_WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with receiving() as found:
        yield found


def post(world: World, url: str) -> Enrollment:
    """Run a sequence whose first step posts to this address."""
    steps = [StepPlan(StepKind.WEBHOOK, {"url": url}), TODO]
    ada = world.person("Ada Lovelace", city="Paris")
    [enrollment] = world.enroll(world.sequence(name="Welcome", steps=steps), ada)
    world.tick()
    return fresh(enrollment)


def test_it_carries_the_record(world: World, receiver: Receiver) -> None:
    enrollment = post(world, receiver.url())
    [request] = receiver.received
    assert request.path == "/hook?from=segue"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    event = json.loads(request.body)
    assert event["type"] == "sequence.step"
    assert event["enrollment"] == {"id": enrollment.id}
    assert event["values"]["person"]["city"] == "Paris"
    assert enrollment.status == Status.COMPLETED


def test_the_library_verifies_it_and_sees_a_change(world: World, receiver: Receiver) -> None:
    world.now = timezone.now()
    post(world, receiver.url())
    [request] = receiver.received
    headers = request.headers
    verifier = Webhook(Workspace.objects.get(id=world.workspace.id).webhook_secret)
    assert verifier.verify(request.body, headers)["sequence"]["name"] == "Welcome"
    with pytest.raises(WebhookVerificationError):
        verifier.verify(request.body.replace(b"Paris", b"Turin"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify(request.body, headers)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_yes_is_done_and_an_activity(world: World, receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, b"" if status == 204 else b"thank you")
    assert post(world, receiver.url()).status == Status.COMPLETED
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.receipt[:3]) == ("sent", str(status))
    assert Activity.objects.filter(kind="webhook").count() == 1
    assert_well(world)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_trouble_of_the_other_side_is_tried_again(world: World, receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, b"not now")
    enrollment = post(world, receiver.url())
    assert (enrollment.status, enrollment.reason) == (Status.IN_PROGRESS, Reason.TRYING_AGAIN)
    assert enrollment.error_code == ErrorCode.WEBHOOK_BUSY
    assert enrollment.error_detail.startswith(str(status))
    assert enrollment.error_detail.endswith(": not now")
    receiver.behave = answer(204)
    world.tick(minutes=1)
    assert fresh(enrollment).status == Status.COMPLETED
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
def test_a_no_waits_for_a_person(world: World, receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, b"no such hook")
    enrollment = post(world, receiver.url())
    assert (enrollment.status, enrollment.error_code) == (Status.FAILED, ErrorCode.WEBHOOK_REJECTED)
    assert "no such hook" in enrollment.error_detail
    world.tick(days=1)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(world: World, receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, location=receiver.url(path="/elsewhere"))
    enrollment = post(world, receiver.url())
    assert (enrollment.status, enrollment.error_code) == (Status.FAILED, ErrorCode.WEBHOOK_REJECTED)
    assert [request.path for request in receiver.received] == ["/hook?from=segue"]


def close(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff this is no HTTP\r\n\r\n")


@pytest.mark.parametrize("behave", [close, garbage])
def test_a_connection_that_breaks_leaves_it_unknown(world: World, receiver: Receiver, behave: Behavior) -> None:
    receiver.behave = behave
    enrollment = post(world, receiver.url())
    assert (enrollment.status, enrollment.error_code) == (Status.FAILED, ErrorCode.OUTCOME_UNKNOWN)
    world.tick(days=1)
    assert len(receiver.received) == 1
    assert Delivery.objects.get().state == "unknown"


def test_an_answer_that_does_not_come_leaves_it_unknown(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", httpx.Timeout(0.2))

    def hang(handler: BaseHTTPRequestHandler) -> None:
        receiver.hold.wait(30)

    receiver.behave = hang
    enrollment = post(world, receiver.url())
    assert (enrollment.status, enrollment.error_code) == (Status.FAILED, ErrorCode.OUTCOME_UNKNOWN)
    assert "ReadTimeout" in enrollment.error_detail


def test_an_answer_that_drips_cannot_hold_the_worker(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LONGEST_CALL", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not receiver.hold.wait(0.05):
            handler.wfile.write(b"x-slow: 1\r\n")

    receiver.behave = drip
    assert post(world, receiver.url()).error_code == ErrorCode.OUTCOME_UNKNOWN


def test_what_follows_a_yes_cannot_undo_it(world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status has come; the rest of the answer hangs, or breaks off."""
    monkeypatch.setattr(webhook, "LONGEST_ANSWER", 0.2)

    def hang(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nthank")
        receiver.hold.wait(30)

    receiver.behave = hang
    assert post(world, receiver.url()).status == Status.COMPLETED
    assert Delivery.objects.get().receipt.startswith("200 OK")


def test_an_answer_that_breaks_off_after_a_yes(world: World, receiver: Receiver) -> None:
    def break_off(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nthank")

    receiver.behave = break_off
    assert post(world, receiver.url()).status == Status.COMPLETED


def test_a_huge_answer_is_cut_off(world: World, receiver: Receiver) -> None:
    receiver.behave = answer(400, b"x" * 5_000_000)
    enrollment = post(world, receiver.url())
    assert enrollment.error_code == ErrorCode.WEBHOOK_REJECTED
    assert len(enrollment.error_detail) < 400


def test_nobody_listening_is_tried_again(world: World, receiver: Receiver) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        enrollment = post(world, f"http://127.0.0.1:{unused.getsockname()[1]}/")
    assert (enrollment.reason, enrollment.error_code) == (Reason.TRYING_AGAIN, ErrorCode.WEBHOOK_UNREACHABLE)


def test_a_name_that_does_not_exist_is_tried_again(world: World) -> None:
    enrollment = post(world, "http://nowhere.invalid/")
    assert (enrollment.reason, enrollment.error_code) == (Reason.TRYING_AGAIN, ErrorCode.WEBHOOK_UNREACHABLE)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
     "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::7f00:1]",
     "2130706433", "0x7f000001", "127.1", "224.0.0.1", "255.255.255.255"],
)  # fmt: skip
def test_no_private_address_is_ever_reached(world: World, host: str) -> None:
    with receiving() as receiver:
        enrollment = post(world, receiver.url(host))
        assert receiver.received == []
    assert (enrollment.status, enrollment.error_code) == (Status.FAILED, ErrorCode.WEBHOOK_PRIVATE_ADDRESS)
    assert "not a public address" in enrollment.error_detail


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names lead to these addresses, one list a question, the last one from then on. Returns the names asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo
    left = list(answers)

    def resolve(host: str, port: int, *args: object, **options: object) -> list[object]:
        if host != "hooks.example":
            return list(real(host, port, *args, **options))  # type: ignore[arg-type]  # passed on as they came
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["93.184.215.14", "127.0.0.1"])
    assert post(world, "http://hooks.example/").error_code == ErrorCode.WEBHOOK_PRIVATE_ADDRESS


def test_the_connection_goes_to_the_address_that_was_checked(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second question would be answered with another address. There is no second question."""
    asked = resolving(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    assert post(world, receiver.url("hooks.example")).status == Status.COMPLETED
    assert asked == ["hooks.example"]
    assert receiver.received[0].headers["host"] == f"hooks.example:{receiver.port}"


def test_calls_are_made_together_and_judged_one_by_one(world: World, receiver: Receiver) -> None:
    together = Barrier(10)

    def behave(handler: BaseHTTPRequestHandler) -> None:
        together.wait(timeout=30)
        answer(204 if int(handler.headers["webhook-id"].split("_")[1]) % 2 else 404)(handler)

    receiver.behave = behave
    sequence = world.sequence(steps=[StepPlan(StepKind.WEBHOOK, {"url": receiver.url()})])
    enrollments = world.enroll(sequence, *neighbors(world, 10))
    world.tick()
    for enrollment in enrollments:
        expected = Status.COMPLETED if enrollment.id % 2 else Status.FAILED
        assert fresh(enrollment).status == expected
    assert_well(world)
