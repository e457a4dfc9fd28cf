"""What the engine needs to know of due enrollments, read in a set: the same few queries for 10 or 1,000."""

from collections.abc import Collection, Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from segue.domain.delay import Delay, DelayUnit
from segue.domain.records import FieldSet, RecordType
from segue.domain.schedule import Zones
from segue.domain.snapshot import SenderFacts, SequenceFacts, Snapshot, StepFacts
from segue.domain.steps import StepKind, parse_config
from segue.domain.window import WindowZone
from segue.models import Enrollment, Mailbox, Sequence, Step, Workspace
from segue.models.state.peek import Standing
from segue.queries.fields import field_set
from segue.queries.mail_facts import with_mail
from segue.queries.merge_values import merge_values
from segue.queries.record_facts import RecordFacts, RecordLike, load_record_facts


def load_snapshots(enrollment_ids: Collection[int]) -> list[Snapshot]:
    """Snapshots of enrollments that stand at a step, in the order they are due. All of one workspace."""
    standing = Enrollment.objects.filter(id__among=frozenset(enrollment_ids), step__isnull=False).order_by(
        "due_at", "id"
    )
    rows = [Standing._make(row) for row in standing.values_list(*Standing._fields)]
    return load_facts(rows).snapshots(rows) if rows else []


@dataclass
class Facts:
    """What a set of enrollments shares. Fields, senders and records are read for those that look at them."""

    workspace: Workspace
    zones: Zones
    steps: Mapping[int, tuple[SequenceFacts, StepFacts]]
    fields: FieldSet
    senders: Mapping[int, SenderFacts] = field(default_factory=dict)
    records: Mapping[int, RecordFacts] = field(default_factory=dict)

    def step_of(self, row: Standing) -> StepFacts:
        """The step that this enrollment stands at."""
        return self.steps[row.step_id][1]

    def looks_at_record(self, row: Standing) -> bool:
        """Whether anything about its record matters to this enrollment now, or to when it goes on."""
        sequence, step = self.steps[row.step_id]
        return step.looks_at_record or (sequence.window is not None and sequence.window.zone_of is WindowZone.RECORD)

    def snapshots(self, rows: Collection[Standing]) -> list[Snapshot]:
        """Of enrollments among those that these facts were read for, in their order."""
        return with_mail([_snapshot(row, self) for row in rows], self.workspace)


def load_facts(rows: SequenceOf[Standing]) -> Facts:
    """What is to be known of these enrollments, all of one workspace."""
    workspace = Workspace.objects.get(id=rows[0].workspace_id)
    sequences = load_sequences({(row.sequence_id, row.version_id) for row in rows})
    facts = Facts(
        workspace,
        Zones(zone(workspace.time_zone)),
        {step.id: (sequence, step) for sequence in sequences.values() for step in sequence.steps},
        FieldSet((), ()),
    )
    if looking := [row for row in rows if facts.looks_at_record(row)]:
        facts.fields = field_set(workspace)
        facts.senders = _senders({row.mailbox_id for row in looking if row.mailbox_id})
        facts.records = load_record_facts(frozenset(row.record_id for row in looking))
    return facts


def load_sequences(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], SequenceFacts]:
    """The sequence settings of now with the steps of each (sequence, version), in two queries."""
    sequences = {s.id: s for s in Sequence.objects.filter(id__in={sequence for sequence, _ in pairs})}
    steps: dict[int, list[StepFacts]] = {version: [] for _, version in pairs}
    for step in Step.objects.filter(version_id__in=steps).order_by("version_id", "position"):
        steps[step.version_id].append(step_facts(step))
    return {
        (sequence, version): _sequence_facts(sequences[sequence], tuple(steps[version])) for sequence, version in pairs
    }


def step_facts(step: Step) -> StepFacts:
    """A step as the domain sees it."""
    kind = StepKind(step.kind)
    delay = Delay(step.delay_amount, DelayUnit(step.delay_unit))
    return StepFacts(step.id, step.key, step.position, kind, delay, parse_config(kind, step.config))


def zones_of(workspace: Workspace, record: RecordLike) -> Zones:
    """The wall clocks that matter for a record of this workspace."""
    return Zones(zone(workspace.time_zone), zone(record.time_zone) if record.time_zone else None)


@lru_cache(maxsize=1_000)
def zone(name: str) -> ZoneInfo:
    """A time zone by name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _sequence_facts(sequence: Sequence, steps: tuple[StepFacts, ...]) -> SequenceFacts:
    return SequenceFacts(
        sequence.id, sequence.name, RecordType(sequence.type), sequence.window, steps, sequence.opt_out_link
    )


def _senders(mailbox_ids: Collection[int]) -> Mapping[int, SenderFacts]:
    mailboxes = Mailbox.objects.filter(id__in=mailbox_ids, removed_at__isnull=True).defer("settings")
    return {box.id: SenderFacts(box.id, box.name, box.address, box.kind, box.signature) for box in mailboxes}


def _snapshot(row: Standing, facts: Facts) -> Snapshot:
    sequence, step = facts.steps[row.step_id]
    sender, record = facts.senders.get(row.mailbox_id or 0), facts.records.get(row.record_id)
    own = _own(record, sender, facts) if record else ("", "", _NOTHING, facts.zones)
    return Snapshot(
        row.id, row.workspace_id, row.record_id, row.mailbox_id, row.enrolled_by_id, row.attempt, step, sequence,
        sender, *own, facts.fields,
        goes_on_at=row.goes_on_at,
    )  # fmt: skip


Values = Mapping[str, Mapping[str, Any]]
_NOTHING: Values = MappingProxyType({})


def _own(record: RecordFacts, sender: SenderFacts | None, facts: Facts) -> tuple[str, str, Values, Zones]:
    """What a snapshot says of its record."""
    zones = Zones(facts.zones.workspace, zone(record.time_zone)) if record.time_zone else facts.zones
    return record.name, record.email, merge_values(record, sender, facts.fields), zones
