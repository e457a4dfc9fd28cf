"""A provider's API for a test, and a mailbox that sends through it."""

from collections.abc import Iterator

import pytest

from segue.domain.delay import Delay, DelayUnit
from segue.domain.steps import StepKind
from segue.models import Enrollment, Mailbox
from tests.provider.api import Api, serving
from tests.world import StepPlan, World

TOKEN = "a-token-nobody-guesses-0123456789"
KEYS = {
    "postmark": {"server_token": "pm-token"},
    "mailgun": {"api_key": "mg-key", "sender_domain": "mg.acme.example"},
    "resend": {"api_key": "re-key"},
    "sendgrid": {"api_key": "sg-key"},
    "mailjet": {"api_key": "mj-key", "secret_key": "mj-secret"},
    "brevo": {"api_key": "br-key"},
    "sparkpost": {"api_key": "sp-key"},
}
MAIL = StepPlan(
    StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "<p>Hi <strong>there</strong>.</p>"}
)
LATER = StepPlan(
    StepKind.EMAIL, {"subject": "And then", "body": "<p>More.</p>", "in_thread": True}, Delay(1, DelayUnit.DAYS)
)


@pytest.fixture
def api() -> Iterator[Api]:
    with serving() as running:
        yield running


def use(world: World, provider: str, api_url: str, **options: str) -> Mailbox:
    """Have the workspace's mailbox send through this provider, one message after the other."""
    mailbox = Mailbox.objects.get(workspace=world.workspace)
    mailbox.kind, mailbox.hook_token, mailbox.connections = "provider", TOKEN, 1
    mailbox.settings = {"provider": {"name": provider, "options": KEYS[provider] | {"api_url": api_url} | options}}
    mailbox.name, mailbox.address = "Alice Admin", "alice@acme.example"
    mailbox.save()
    return mailbox


def enroll(world: World, *names: str) -> list[Enrollment]:
    people = [world.person(f"{name.title()} Person", email=f"{name}@there.example") for name in names]
    return world.enroll(world.sequence(steps=[MAIL, LATER]), *people)


def standing(enrollment: Enrollment) -> tuple[str, str, str]:
    row = Enrollment.objects.get(id=enrollment.id)
    return row.status, row.reason, row.error_code
