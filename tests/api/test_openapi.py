"""The description of the API: complete, kept beside the tests, and readable as a page."""

import json
import os
import re
from pathlib import Path
from typing import Any

from django.test import Client

from segue.api.problems import ProblemCode
from segue.domain.steps import MessageChannel, StepKind, TagOperation, parse_config
from tests.api.endpoints import DOCUMENT, ENDPOINTS

SNAPSHOT = Path(__file__).with_name("openapi.json")


def references(part: Any) -> set[str]:
    """Every name that a $ref points to."""
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if "$ref" in part else set()
        return own.union(*(references(value) for value in part.values()))
    return set().union(*(references(value) for value in part)) if isinstance(part, list) else set()


def test_the_api_is_as_its_snapshot_says() -> None:
    current = json.dumps(DOCUMENT, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_OPENAPI"):
        SNAPSHOT.write_text(current, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == current, (
        "The API is not as tests/api/openapi.json says. Programs rely on it: names and meanings may be added, not "
        "changed. If the change is meant, write the file anew with "
        "`UPDATE_OPENAPI=1 .venv/bin/pytest tests/api/test_openapi.py` and read its diff before you commit it."
    )


def test_the_document_is_served() -> None:
    answer = Client().get("/api/openapi.json")
    assert (answer.status_code, answer.json()) == (200, json.loads(json.dumps(DOCUMENT)))


def test_every_reference_leads_somewhere_and_nothing_is_left_over() -> None:
    assert references(DOCUMENT) == set(DOCUMENT["components"]["schemas"])


def test_every_operation_explains_itself_and_needs_a_token() -> None:
    for endpoint in ENDPOINTS:
        assert endpoint.schema["description"].endswith("."), endpoint
        assert endpoint.schema["security"] == [{"ApiToken": []}], endpoint
        assert "application/problem+json" in endpoint.schema["responses"]["default"]["content"], endpoint
    assert DOCUMENT["components"]["securitySchemes"] == {"ApiToken": {"type": "http", "scheme": "bearer"}}


def test_names_of_operations_are_used_once() -> None:
    assert len({endpoint.id for endpoint in ENDPOINTS}) == len(ENDPOINTS)


def test_the_settings_of_every_kind_of_step_are_named() -> None:
    text = DOCUMENT["components"]["schemas"]["StepInput"]["properties"]["config"]["description"]
    named = {
        kind: set(re.findall(r"\w+", settings)) - set(MessageChannel) - set(TagOperation)
        for kinds, settings in re.findall(r"(?:^|\. )([a-z, ]+): ([^.]+)", text)
        for kind in kinds.split(", ")
    }
    assert named == {kind.value: set(parse_config(kind, {}).model_dump()) for kind in StepKind}, (
        "Name each kind of step with its settings in segue/api/schemas/sequences.py."
    )


def test_the_page_shows_everything_and_needs_nothing_from_elsewhere() -> None:
    answer = Client().get("/api/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    for endpoint in ENDPOINTS:
        assert f'id="{endpoint.id}"' in page
    for name in DOCUMENT["components"]["schemas"]:
        assert f'id="object-{name}"' in page
    for code in ProblemCode:
        assert f'id="problem-{code}"' in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
    assert not re.search(r'(src|href)="(https?:)?//', page)
