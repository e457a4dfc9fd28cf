"""Starts enrollments: one statement for a set of records, however many. The database lets a record have one live
enrollment in a sequence.

Which records are fit is decided by the same statement; `domain.eligibility.check` is the rule, and says the reason
where one is refused (tests/engine/test_enrolling_sets.py holds the two together).
"""

from collections.abc import Collection, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, field
from datetime import datetime

from segue.domain.events import EventKind
from segue.domain.senders import SenderChoice
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models.lane import LaneMap
from segue.models.sequence import Sequence
from segue.models.sets import Sql, as_moment, as_number, case, execute, given
from segue.models.signals import announce_work
from segue.models.state.changes import By
from segue.models.state.tally import record_changes


@dataclass(frozen=True)
class FirstTime:
    """When the first step of a record is due, and what it waits for until then."""

    due_at: datetime
    reason: Reason


@dataclass(frozen=True)
class Beginning:
    """What a set of records begins with. Only the time zone of a record (`by_zone`), its owner, and where it was
    before make a difference."""

    step_id: int
    kind: StepKind
    first_time: FirstTime
    lanes: LaneMap
    senders: SenderChoice
    needs_address: bool
    suppressed: Collection[int] = ()
    by_zone: Mapping[str, FirstTime] = field(default_factory=dict)


# Who is enrolled already is asked for each record by itself: of NOT EXISTS, Postgres would make a join and, as long as
# it has no statistics of a growing table, go through all that are enrolled for each record. In an order, so that it
# does not fold this into the statement around it and look for the mailbox twice.
_FIT = """
SELECT r.id AS record_id, r.time_zone, given.place, {mailbox} AS mailbox_id,
    1 + COALESCE((SELECT MAX(e.round) FROM segue_enrollment e
        WHERE e.record_id = r.id AND e.sequence_id = {sequence}), 0) AS round
FROM {given} AS given JOIN segue_record r ON r.id = given.id
WHERE r.workspace_id = {workspace} AND r.type = {type} {address}
    AND r.id NOT IN (SELECT id FROM {suppressed} AS s)
    AND (SELECT e.id FROM segue_enrollment e
        WHERE e.sequence_id = {sequence} AND e.record_id = r.id AND e.removed_at IS NULL) IS NULL
ORDER BY given.place
"""
_START = """
INSERT INTO segue_enrollment (workspace_id, sequence_id, version_id, record_id, round, status, reason, step_id,
    position, since, due_at, lane_id, mailbox_id, attempt, error_code, error_detail, enrolled_by_id, enrolled_at)
SELECT {workspace}, {sequence}, {version}, fit.record_id, fit.round, {status}, {reason}, {step},
    1, {now}, {due}, {lane}, fit.mailbox_id, 0, '', '', {member}, {now}
FROM ({fit}) AS fit WHERE true ORDER BY fit.place
ON CONFLICT DO NOTHING RETURNING record_id, id, lane_id
"""
_HISTORY = """
INSERT INTO segue_event (workspace_id, enrollment_id, kind, status, step_id, attempt, code, detail, source, actor_id,
    at)
SELECT {workspace}, started.id, {kind}, {status}, {step}, 0, '', '', {source}, {member}, {now}
FROM {started} AS started ORDER BY started.place
"""


def start(sequence: Sequence, record_ids: Many[int], beginning: Beginning, by: By) -> dict[int, int]:
    """Start those of these records that are fit, in their order; returns the enrollment id by record id of those that
    this call started. Call inside a transaction, at most a few thousand at once.

    A record that somebody else enrolls at this moment is not among them.
    """
    rows = execute(_start(sequence, record_ids, beginning, by))
    started = {record: enrollment for record, enrollment, _ in sorted(rows, key=lambda row: row[1])}
    if not started:
        return {}
    execute(
        Sql.of(
            _HISTORY, workspace=sequence.workspace_id, kind=EventKind.ENROLLED.value, status=Status.IN_PROGRESS.value,
            step=beginning.step_id, source=by.source.value, member=by.member_id, now=by.now,
            started=given(started.values()),
        )
    )  # fmt: skip
    record_changes((sequence.id, None, Status.IN_PROGRESS) for _ in started)
    times = [beginning.first_time, *beginning.by_zone.values()]
    announce_work({lane for *_, lane in rows} if any(time.due_at <= by.now for time in times) else ())
    return started


def _start(sequence: Sequence, record_ids: Many[int], beginning: Beginning, by: By) -> Sql:
    otherwise, zones = beginning.first_time, beginning.by_zone
    return Sql.of(
        _START,
        workspace=sequence.workspace_id,
        sequence=sequence.id,
        version=sequence.current_version_id,
        status=Status.IN_PROGRESS.value,
        reason=case(
            "fit.time_zone", {z: t.reason.value for z, t in zones.items()}, Sql("%s", (otherwise.reason.value,))
        ),
        step=beginning.step_id,
        now=as_moment(by.now),
        due=case("fit.time_zone", {z: as_moment(t.due_at) for z, t in zones.items()}, as_moment(otherwise.due_at)),
        lane=as_number(_lane(beginning)),
        member=by.member_id,
        fit=_fit(sequence, record_ids, beginning),
    )


def _fit(sequence: Sequence, record_ids: Many[int], beginning: Beginning) -> Sql:
    return Sql.of(
        _FIT,
        mailbox=as_number(_mailbox(beginning.senders)),
        sequence=sequence.id,
        given=given(record_ids),
        workspace=sequence.workspace_id,
        type=sequence.type,
        address=Sql("AND r.email <> ''" if beginning.needs_address else ""),
        suppressed=given(beginning.suppressed),
    )


def _mailbox(senders: SenderChoice) -> Sql:
    """As `SenderChoice.of`."""
    boxes = dict(enumerate(senders.in_turn))
    first = boxes.pop(0, None)
    turn = case(f"(r.id %% {len(senders.in_turn) or 1})", boxes, Sql("%s", (first,)))
    chosen = case("r.owner_id", senders.by_owner, turn)
    if not senders.keeps:
        return chosen
    kept = """COALESCE((SELECT e.mailbox_id FROM segue_enrollment e
        WHERE e.record_id = r.id AND e.mailbox_id IN (SELECT id FROM {keeps} AS k)
        ORDER BY e.id DESC LIMIT 1), {chosen})"""
    return Sql.of(kept, keeps=given(senders.keeps), chosen=as_number(chosen))


def _lane(beginning: Beginning) -> Sql:
    """As `LaneMap.lane_for`."""
    lanes = beginning.lanes
    if beginning.kind is StepKind.WEBHOOK and lanes.webhooks:
        return Sql("%s", (lanes.webhooks,))
    shards = dict(lanes.shards)
    last = shards.pop(max(shards))
    shard = case(lanes.shard_sql("fit.record_id"), shards, Sql("%s", (last,)))
    return case("fit.mailbox_id", lanes.by_mailbox, shard) if beginning.kind is StepKind.EMAIL else shard
