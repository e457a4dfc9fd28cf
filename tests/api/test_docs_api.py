"""docs/api.md: its examples work, in their order, and it leaves nothing out."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from segue.actions.create_token import create_token
from segue.api.problems import ProblemCode
from segue.domain.steps import StepKind, parse_config
from tests.api.curl import Example, examples_in, read
from tests.api.endpoints import ENDPOINTS
from tests.quality.source import DOCS
from tests.world import World, actor_of

TEXT = (DOCS / "api.md").read_text(encoding="utf-8")


class Shell:
    """Runs the examples one after the other, with the ids of answers in variables as the document says."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.http = Client()
        self.variables = {"URL": "http://testserver/api/v1", "TOKEN": token}

    def run(self, example: Example) -> tuple[int, Any]:
        request = example.request(self.variables)
        address = urlsplit(request.url)
        answer = self.http.generic(
            request.method,
            f"{address.path}?{address.query}" if address.query else address.path,
            request.body,
            content_type="application/x-www-form-urlencoded",  # what curl -d says, whatever it sends
            headers=request.headers,
        )
        data = answer.json() if answer.content else None
        self._remember(address.path.removeprefix("/api/v1"), data)
        self.world.now = timezone.now()
        self.world.tick(seconds=1)
        return answer.status_code, data

    def _remember(self, path: str, data: Any) -> None:
        if path in NAMES and "id" in data:
            first, second = NAMES[path]
            self.variables[second if first in self.variables else first] = str(data["id"])
        if path == "/tasks":
            self.variables["TASK"] = str(data["items"][0]["id"])
        if path.endswith("/steps"):
            self.variables["STEP"] = data["key"]
        if path.endswith("/enrollments") and "results" in data:
            self.variables.setdefault("ENROLLMENT", str(data["results"][0]["enrollment_id"]))


# The first and the second that is made; nothing has an id in a variable before the document made or listed it.
NAMES = {
    "/people": ("PERSON", ""),
    "/companies": ("COMPANY", ""),
    "/sequences": ("SEQUENCE", "LOOK"),
    "/mailboxes": ("MAILBOX", ""),
    "/suppressions": ("SUPPRESSION", ""),
    "/email-templates": ("TEMPLATE", ""),
}


def is_part_of(shown: Any, actual: Any) -> bool:
    """Whether an answer holds what the document shows of it; ids are whatever they are."""
    if isinstance(shown, dict):
        return all(name in actual and (name in IDS or is_part_of(shown[name], actual[name])) for name in shown)
    if isinstance(shown, list):
        return len(shown) == len(actual) and all(map(is_part_of, shown, actual))
    return bool(shown == actual)


IDS = {"id", "enrollment_id", "unchanged"}


@pytest.fixture
def shell(world: World) -> Shell:
    _, token = create_token(actor_of(world.alice), "Documentation", world.now)
    return Shell(world, token)


def test_every_example_works_as_shown(shell: Shell) -> None:
    examples = examples_in(TEXT)
    assert len(examples) > 30
    for example in examples[:-1]:
        status, data = shell.run(example)
        assert status in {200, 201, 204}, f"{example.command} answers {status}: {data}"
        assert example.shown is None or is_part_of(example.shown, data), f"{example.command} answers {data}"


def test_the_refused_example_is_refused_as_shown(shell: Shell) -> None:
    example = examples_in(TEXT)[-1]
    status, data = shell.run(example)
    assert (status, is_part_of(example.shown, data)) == (422, True), data


def test_every_address_is_listed_with_its_methods() -> None:
    table = TEXT.partition("## Every address")[2].partition("\n## ")[0]
    listed = {
        (method, path)
        for methods, paths in re.findall(r"^\| ([A-Z, ]+) \| (.+) \|$", table, re.MULTILINE)
        for method in methods.split(", ")
        for path in re.findall(r"`([^`]+)`", paths)
    }
    assert listed == {(e.method.upper(), e.path.removeprefix("/api/v1")) for e in ENDPOINTS}


def test_every_problem_is_listed_with_its_status() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (\d+) \|", TEXT, re.MULTILINE)
    assert {(code, int(status)) for code, status in listed} == {(c.value, c.status) for c in ProblemCode}


@pytest.mark.parametrize("kind", StepKind)
def test_every_kind_of_step_is_listed_with_its_settings(kind: StepKind) -> None:
    row = next((line for line in TEXT.splitlines() if re.match(rf"\|[^|]*`{kind}`[^|]*\|", line)), "")
    named = set(re.findall(r"`(\w+)`", row.split("|")[2])) if row else set()
    if "as above" in row:
        named |= set(parse_config(StepKind.CALL, {}).model_dump())
    assert set(parse_config(kind, {}).model_dump()) <= named, f"Name the settings of {kind} in docs/api.md."


def test_commands_are_read_as_a_shell_reads_them() -> None:
    request = read('curl -X PATCH "$URL/a?q=b+c" -H "Authorization: Bearer x" -d \'{"a": \'7\'}\'')
    assert (request.method, request.url, request.body) == ("PATCH", "$URL/a?q=b+c", '{"a": 7}')
    assert request.headers == {"Authorization": "Bearer x"}
    with pytest.raises(AssertionError, match="option --silly"):
        read("curl --silly $URL")
