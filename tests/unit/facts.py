"""Snapshots for tests of decisions: one person, one step, everything else ordinary."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from segue.domain.delay import Delay, DelayUnit
from segue.domain.records import Field, FieldSet, RecordType, built_in_fields
from segue.domain.schedule import Zones
from segue.domain.snapshot import SenderFacts, SequenceFacts, Snapshot, StepFacts
from segue.domain.steps import StepKind, parse_config
from segue.domain.window import Window

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SENDER = SenderFacts(mailbox_id=3, name="Acme", address="team@acme.example", channel="outbox")
FIELDS = FieldSet(
    person=(*built_in_fields(RecordType.PERSON), Field("stage", "Stage", built_in=False)),
    company=built_in_fields(RecordType.COMPANY),
)
ADA = {"first_name": "Ada", "last_name": "Lovelace", "name": "Ada Lovelace", "email": "ada@example.com"}


def step(
    kind: StepKind, config: Mapping[str, Any] | None = None, delay: Delay | None = None, *, position: int = 1
) -> StepFacts:
    """A step with these settings, due at once unless a delay is given."""
    delay = delay or Delay(0, DelayUnit.MINUTES)
    return StepFacts(position * 10, f"step{position}", position, kind, delay, parse_config(kind, dict(config or {})))


def snapshot(
    *steps: StepFacts,
    at: int = 1,
    record_type: RecordType = RecordType.PERSON,
    values: Mapping[str, Any] | None = None,
    email: str = "ada@example.com",
    sender: SenderFacts | None = SENDER,
    window: Window | None = None,
    record_zone: str = "",
) -> Snapshot:
    """Ada at step `at` of these."""
    sequence = SequenceFacts(7, "Welcome", record_type, window, steps)
    own = {record_type.value: dict(ADA if values is None else values)}
    from_ = {"sender": {"name": sender.name, "email": sender.address} if sender else {}}
    return Snapshot(
        enrollment_id=1,
        workspace_id=2,
        record_id=4,
        mailbox_id=sender.mailbox_id if sender else None,
        enrolled_by_id=5,
        attempt=0,
        step=steps[at - 1],
        sequence=sequence,
        sender=sender,
        name="Ada Lovelace",
        email=email,
        values={"company": {}} | own | from_,
        zones=Zones(AMSTERDAM, ZoneInfo(record_zone) if record_zone else None),
        fields=FIELDS,
    )
