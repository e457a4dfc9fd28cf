"""Every endpoint of the API, with a request that it would take: what the tests of access and robustness go through.

The list is that of the OpenAPI document, so an endpoint that has no example here fails the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from segue.actions.add_attachment import add_attachment
from segue.actions.add_mailbox import add_mailbox
from segue.actions.add_task import add_task
from segue.actions.enroll_run import begin_run
from segue.actions.save_email_template import TemplateTexts, create_email_template
from segue.actions.suppress import suppress
from segue.api.service import api
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason
from segue.models import (
    Activity,
    Attachment,
    EmailTemplate,
    Enrollment,
    EnrollRun,
    Event,
    Mailbox,
    Record,
    Sequence,
    Step,
    Suppression,
    Version,
)
from tests.world import NOW, StepPlan, World

GATED = ("/sequences", "/enrollments", "/suppressions", "/email-templates", "/attachments")
METHODS_WITH_BODY = {"post", "patch"}


@dataclass(frozen=True)
class Endpoint:
    """An operation of the OpenAPI document."""

    id: str
    method: str
    path: str
    schema: dict[str, Any]

    def __str__(self) -> str:
        return self.id

    def at(self, ids: dict[str, object]) -> str:
        return self.path.format(**ids)

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.schema

    @property
    def needs_sequences(self) -> bool:
        return any(part in self.path for part in GATED)

    @property
    def names_something(self) -> bool:
        return "{" in self.path

    @property
    def fields(self) -> list[str]:
        """What its body may hold."""
        (content,) = self.schema["requestBody"]["content"].values()
        found = content["schema"]
        name = (found.get("$ref") or next(o["$ref"] for o in found["anyOf"] if "$ref" in o)).rpartition("/")[2]
        return list(DOCUMENT["components"]["schemas"][name]["properties"])


DOCUMENT: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/"))
ENDPOINTS = [
    Endpoint(operation["operationId"], method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]

Body = Callable[[dict[str, Any]], object]
STEP: dict[str, Any] = {"kind": "call", "config": {"title": "Call them"}}
BODIES: dict[str, Body] = {
    "create_person": lambda ids: {"first_name": "Cy"},
    "change_person": lambda ids: {"first_name": "Cy"},
    "create_company": lambda ids: {"name": "Heron"},
    "change_company": lambda ids: {"name": "Heron"},
    "create_note": lambda ids: {"text": "A note"},
    "create_reply": lambda ids: {"text": "Yes"},
    "complete_task_by_id": lambda ids: {"outcome": "Done"},
    "create_sequence": lambda ids: {"type": "person", "name": "New", "steps": [STEP], "publish": True},
    "change_settings": lambda ids: {"name": "Renamed"},
    "create_step": lambda ids: STEP,
    "change_step_by_key": lambda ids: {"delay_amount": 2},
    "move_step_by_key": lambda ids: {"position": 1},
    "pause_enrollment_until": lambda ids: {"until": f"{timezone.now() + timedelta(days=7):%Y-%m-%d}"},
    "enroll_records": lambda ids: {"record_ids": [ids["record_id"]]},
    "begin_enroll_run": lambda ids: {"q": "ada"},
    "create_template": lambda ids: {"type": "person", "name": "First word", "body": "Hello"},
    "change_template": lambda ids: {"subject": "Hi"},
    "create_attachment": lambda ids: {"name": "plan.txt", "content": "SGVsbG8="},
    "create_suppression": lambda ids: {"value": "bo@example.com"},
    "create_mailbox": lambda ids: {"kind": "outbox", "name": "Desk", "address": "desk@example.com"},
    "change_mailbox_by_id": lambda ids: {"name": "Front desk"},
    "act_on_enrollments": lambda ids: {"verb": "stop", "ids": [ids["enrollment_id"]]},
}


def things(world: World) -> dict[str, Any]:
    """Something for every id that an address may name."""
    person, company = world.person("Ada Vale"), world.company("Kestrel")
    sequence = world.sequence(steps=[StepPlan(StepKind.CALL, {"title": "Call"})], name="Outreach")
    enrollment = world.enroll(sequence, person)[0]
    task = add_task(world.actor, person, "Look them up", NOW, NOW)
    return {
        "person_id": person.id,
        "company_id": company.id,
        "record_id": person.id,
        "sequence_id": sequence.id,
        "enrollment_id": enrollment.id,
        "task_id": task.id,
        "template_id": create_email_template(world.actor, "person", TemplateTexts("Thanks", "", "Thank you"), NOW).pk,
        "attachment_id": add_attachment(world.actor, "prices.txt", b"1 EUR", NOW).pk,
        "suppression_id": suppress(world.workspace, "ida@example.com", SuppressionReason.BOUNCE, "550", NOW)[0].pk,
        "mailbox_id": add_mailbox(world.actor, "outbox", {"name": "Ada", "address": "ada@acme.example"}, NOW).pk,
        "key": "step1",
        "run_id": begin_run(world.actor, sequence, "vale", NOW).pk,
    }


def everything() -> list[object]:
    """All rows that the API could change, to see that nothing did."""
    kinds = (
        Record,
        Activity,
        Sequence,
        Version,
        Step,
        Enrollment,
        Event,
        Suppression,
        EmailTemplate,
        Attachment,
        Mailbox,
        EnrollRun,
    )
    return [row for kind in kinds for row in kind.objects.order_by("pk").values()]
