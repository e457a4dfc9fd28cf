"""What a set of records begins a sequence with."""

from collections.abc import Collection, Mapping
from datetime import datetime

from segue.domain.schedule import Zones, schedule
from segue.domain.snapshot import SequenceFacts, StepFacts
from segue.domain.status import Reason
from segue.domain.window import WindowZone
from segue.models import Member, Sequence
from segue.models.lane import lanes_of
from segue.models.sets import Sql, execute, given
from segue.models.state.enrolling import Beginning, FirstTime
from segue.queries.senders import sender_choice
from segue.queries.snapshots import load_sequences, zone
from segue.queries.suppressions import entries_for


def load_beginning(sequence: Sequence, member: Member, record_ids: Collection[int], now: datetime) -> Beginning:
    """For these records, enrolled by this member now: the same few queries for one and for thousands."""
    version = sequence.current_version
    assert version is not None
    key = (sequence.id, version.id)
    facts = load_sequences([key])[key]
    first = facts.steps[0]
    return Beginning(
        step_id=first.id,
        kind=first.kind,
        first_time=_first_time(facts, first, now, _zones(sequence)),
        lanes=lanes_of(sequence.workspace_id),
        senders=sender_choice(sequence, member),
        needs_address=version.sends_email,
        suppressed=_suppressed(sequence, record_ids) if version.sends_email else (),
        by_zone=_by_zone(sequence, facts, first, record_ids, now),
    )


def _by_zone(
    sequence: Sequence, facts: SequenceFacts, first: StepFacts, record_ids: Collection[int], now: datetime
) -> Mapping[str, FirstTime]:
    """Where the window follows the record's clock, each clock once."""
    if not (first.kind.obeys_window and facts.window and facts.window.zone_of is WindowZone.RECORD):
        return {}
    names = [name for (name,) in execute(Sql.of(_TIME_ZONES, ids=given(record_ids)))]
    return {name: _first_time(facts, first, now, _zones(sequence, name)) for name in names}


def _first_time(facts: SequenceFacts, first: StepFacts, now: datetime, zones: Zones) -> FirstTime:
    slot = schedule(now, first.delay, facts.window if first.kind.obeys_window else None, zones)
    return FirstTime(slot.due_at, Reason.WAITING_FOR_WINDOW if slot.waits_for_window else Reason.SCHEDULED)


def _zones(sequence: Sequence, name: str = "") -> Zones:
    return Zones(zone(sequence.workspace.time_zone), zone(name) if name else None)


def _suppressed(sequence: Sequence, record_ids: Collection[int]) -> list[int]:
    emails = dict(execute(Sql.of(_EMAILS, ids=given(record_ids), workspace=sequence.workspace_id)))
    entries = entries_for(sequence.workspace_id, set(emails.values()))
    return [pk for pk, email in emails.items() if email in entries] if entries else []


_EMAILS = """
SELECT r.id, r.email FROM {ids} AS given JOIN segue_record r ON r.id = given.id
WHERE r.workspace_id = {workspace} AND r.email <> ''
"""
_TIME_ZONES = """
SELECT DISTINCT r.time_zone FROM {ids} AS given JOIN segue_record r ON r.id = given.id WHERE r.time_zone <> ''
"""
