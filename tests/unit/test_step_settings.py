"""The settings of each kind of step: parsed or refused in words, and what keeps a step from being published."""

from typing import Any

import pytest

from segue.domain.records import RecordType
from segue.domain.steps import LONG, SHORT, BadStepError, StepKind, parse_config, problems_of
from tests.unit.facts import FIELDS

COMPLETE: dict[StepKind, dict[str, Any]] = {
    StepKind.EMAIL: {"subject": "Hi {{ person.first_name }}", "body": "Hello"},
    StepKind.CALL: {"title": "Call"},
    StepKind.TODO: {"title": "Look them up", "wait": False},
    StepKind.MESSAGE: {"title": "Connect", "channel": "linkedin"},
    StepKind.FIELD: {"field": "stage", "value": "met"},
    StepKind.TAG: {"operation": "remove", "tag": "Warm"},
    StepKind.WEBHOOK: {"url": "https://hooks.example/x"},
}


def problems(kind: StepKind, config: dict[str, Any], record_type: RecordType = RecordType.PERSON) -> list[str]:
    return [text for _, text in problems_of(parse_config(kind, config), record_type, FIELDS)]


@pytest.mark.parametrize("kind", StepKind)
def test_a_complete_step_can_be_published(kind: StepKind) -> None:
    assert problems(kind, COMPLETE[kind]) == []


@pytest.mark.parametrize("kind", StepKind)
def test_settings_survive_being_stored(kind: StepKind) -> None:
    config = parse_config(kind, COMPLETE[kind])
    assert parse_config(kind, config.model_dump(mode="json")) == config


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (StepKind.EMAIL, ["Subject is empty.", "Message is empty."]),
        (StepKind.CALL, ["Title is empty."]),
        (StepKind.TODO, ["Title is empty."]),
        (StepKind.MESSAGE, ["Title is empty."]),
        (StepKind.FIELD, ["Choose the field to update."]),
        (StepKind.TAG, ["Name the tag."]),
        (StepKind.WEBHOOK, ["The address is empty."]),
    ],
)
def test_an_unfinished_step_can_be_kept_but_not_published(kind: StepKind, missing: list[str]) -> None:
    assert problems(kind, {}) == missing


@pytest.mark.parametrize(
    ("kind", "config", "name", "problem"),
    [
        (StepKind.EMAIL, {"subject": "x" * (SHORT + 1)}, "subject", "250 characters"),
        (StepKind.EMAIL, {"body": "x" * (LONG + 1)}, "body", "50,000 characters"),
        (StepKind.EMAIL, {"bcc": "x"}, "bcc", "There is no such setting."),
        (StepKind.MESSAGE, {"channel": "pigeon"}, "channel", "linkedin"),
        (StepKind.TAG, {"operation": "paint"}, "operation", "add"),
        (StepKind.TAG, {"tag": "x" * 51}, "tag", "50 characters"),
        (StepKind.CALL, {"wait": "perhaps"}, "wait", "boolean"),
        (StepKind.WEBHOOK, {"url": 7}, "url", "string"),
    ],
)
def test_impossible_settings_are_named(kind: StepKind, config: dict[str, Any], name: str, problem: str) -> None:
    with pytest.raises(BadStepError) as caught:
        parse_config(kind, config)
    assert set(caught.value.problems) == {name}
    assert problem in caught.value.problems[name]


@pytest.mark.parametrize(
    ("kind", "config", "found"),
    [
        (StepKind.TODO, {"title": "{{ person.shoe_size }}"}, "Title: There is no merge field {{ person.shoe_size }}."),
        (StepKind.TODO, {"title": "x", "body": "{{ person."}, "Instructions: The text is not valid"),
        (StepKind.MESSAGE, {"title": "x", "body": "{{ person."}, "Message: The text is not valid"),
        (StepKind.FIELD, {"field": "shoe_size"}, "There is no field “shoe_size” on a person."),
        (StepKind.FIELD, {"field": "name"}, "The field “Name” cannot be set by a step."),
        (StepKind.WEBHOOK, {"url": "ftp://hooks.example"}, "The address must start with https://"),
    ],
)
def test_what_cannot_work_is_told_before_publishing(kind: StepKind, config: dict[str, Any], found: str) -> None:
    [problem] = problems(kind, config)
    assert problem.startswith(found)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/x",
        "http://10.20.30.40/hooks",
        "https://[::1]/",
        "http://[::ffff:192.168.1.1]/",
        "http://localhost/",
        "http://LOCALHOST.:9/",
    ],
)
def test_a_webhook_to_a_private_address_is_told_before_publishing(url: str) -> None:
    [problem] = problems(StepKind.WEBHOOK, {"url": url})
    assert problem.startswith("The webhook points to a private network.")
    assert "SEGUE_WEBHOOK_ALLOWED_NETWORKS" in problem


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/x", "http://localhost/", "https://10.1.2.3/", "https://1.1.1.1/"]
)
def test_a_webhook_to_a_network_that_is_allowed(url: str) -> None:
    config = parse_config(StepKind.WEBHOOK, {"url": url})
    assert problems_of(config, RecordType.PERSON, FIELDS, ["127.0.0.0/8", "10.1.0.0/16"]) == []


def test_a_company_sequence_knows_no_person() -> None:
    config = {"title": "Call {{ person.first_name }} of {{ company.name }}"}
    assert problems(StepKind.CALL, config) == []
    assert problems(StepKind.CALL, config, RecordType.COMPANY) == [
        "Title: There is no merge field {{ person.first_name }}."
    ]


def test_what_kinds_are() -> None:
    assert {kind for kind in StepKind if kind.is_manual} == {StepKind.CALL, StepKind.TODO, StepKind.MESSAGE}
    assert {kind for kind in StepKind if kind.leaves} == {StepKind.EMAIL, StepKind.WEBHOOK}
    assert {kind for kind in StepKind if kind.obeys_window} == {StepKind.EMAIL}
    assert all(kind.label for kind in StepKind)
