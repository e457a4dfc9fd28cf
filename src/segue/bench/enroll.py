"""`segue bench enroll`: records a second enrolled, beside one plain INSERT … SELECT of the same rows."""

import resource
import sys
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from segue.actions.enroll import CHUNK, enroll_set, require_open
from segue.bench.figures import Figure
from segue.bench.filling import Filled, fill_people, prepare
from segue.bench.people import make_sequence
from segue.bench.place import Place, Progress
from segue.models import Enrollment, Record, Sequence
from segue.models.sets import Sql, execute

LEAST_RATIO = 0.4
MOST_MEMORY = 300.0
ROUNDS = 3
MESSAGE = {"subject": "Hello {{ person.first_name }}", "body": "<p>Hi {{ person.first_name }}, how are you?</p>"}

# The same rows with the same indexes, and no question asked.
_RAW = """
INSERT INTO segue_enrollment (workspace_id, sequence_id, version_id, record_id, round, status, reason, step_id,
    position, since, due_at, lane_id, mailbox_id, attempt, error_code, error_detail, enrolled_by_id, enrolled_at)
SELECT {workspace}, {sequence}, {version}, r.id, 1, 'in_progress', 'scheduled', {step}, 1, {now}, {now}, {lane},
    {mailbox}, 0, '', '', {member}, {now}
FROM segue_record r WHERE r.workspace_id = {workspace} AND r.id > {after} AND r.id <= {upto}
"""
_RAW_EVENTS = """
INSERT INTO segue_event (workspace_id, enrollment_id, kind, status, step_id, attempt, code, detail, source, actor_id,
    at)
SELECT workspace_id, id, 'enrolled', 'in_progress', step_id, 0, '', '', 'cli', enrolled_by_id, enrolled_at
FROM segue_enrollment WHERE id > {before}
"""
_RAW_TALLY = "INSERT INTO segue_tally (sequence_id, status, delta) VALUES ({sequence}, 'in_progress', {many})"


def measure(place: Place, say: Progress, *, records: int) -> list[Figure]:
    """Parts of the records by turns, ours and raw, so that both meet the same machine and the same tables."""
    filled = prepare(records, timezone.now())
    fill_people(filled, 0, records, say)
    own = make_sequence(filled.actor.workspace, [MESSAGE], timezone.now())
    Sequence.objects.filter(pk=own.pk).update(name="Bench, enrolled")
    plain = make_sequence(filled.actor.workspace, [MESSAGE], timezone.now())
    first, part = filled.first_person, records // ROUNDS
    ours = raw = 0.0
    for turn in range(ROUNDS):
        begin, end = first - 1 + turn * part, first - 1 + (turn + 1) * part
        say(f"enrolling {part:,} records, round {turn + 1} of {ROUNDS}")
        ours += _ours(filled, own, begin, end, say)
        raw += _raw(filled, plain, begin, end)
    rate, limit, many = part * ROUNDS / ours, part * ROUNDS / raw, part * ROUNDS
    assert Enrollment.objects.filter(sequence=own).count() == many
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return [
        Figure(
            f"{many:,} records enrolled", rate, "records/s", "INSERT … SELECT", limit, f"ratio ≥ {LEAST_RATIO}",
            rate >= LEAST_RATIO * limit,
        ),
        Figure("memory at most", peak, "MB", target=f"≤ {MOST_MEMORY:.0f} MB", met=peak <= MOST_MEMORY),
    ]  # fmt: skip


def _ours(filled: Filled, sequence: Sequence, begin: int, end: int, say: Progress) -> float:
    """Seconds."""
    require_open(filled.actor, sequence)
    began, done = time.perf_counter(), 0
    for ids in _chunks(filled, begin, end):
        outcome = enroll_set(filled.actor, sequence, ids, timezone.now())
        assert not outcome.refused
        done += len(ids)
        if done % (CHUNK * 25) == 0:
            say(f"{done:,} of {end - begin:,}")
    return time.perf_counter() - began


def _chunks(filled: Filled, begin: int, end: int) -> Iterator[list[int]]:
    records = Record.objects.filter(workspace=filled.actor.workspace, id__lte=end).order_by("id")
    after = begin
    while ids := list(records.filter(id__gt=after).values_list("id", flat=True)[:CHUNK]):
        yield ids
        after = ids[-1]


def _raw(filled: Filled, sequence: Sequence, begin: int, end: int) -> float:
    """Seconds. In the same chunks, one transaction each."""
    version, member, now = sequence.current_version, filled.actor.member, timezone.now()
    assert version is not None
    step = version.steps.order_by("position").values_list("id", flat=True)[0]
    like = Enrollment.objects.filter(workspace=filled.actor.workspace).values("lane_id", "mailbox_id")[0]
    newest = Enrollment.objects.order_by("-id").values_list("id", flat=True)
    began = time.perf_counter()
    for after in range(begin, end, CHUNK):
        upto = min(after + CHUNK, end)
        with transaction.atomic():
            before = next(iter(newest[:1]), 0)
            execute(
                Sql.of(
                    _RAW, workspace=filled.actor.workspace.pk, sequence=sequence.pk, version=version.pk, step=step,
                    now=Sql(_MOMENT[connection.vendor], Sql.of("{now}", now=now).params), lane=like["lane_id"],
                    mailbox=like["mailbox_id"], member=member.pk, after=after, upto=upto,
                )
            )  # fmt: skip
            execute(Sql.of(_RAW_EVENTS, before=before))
            execute(Sql.of(_RAW_TALLY, sequence=sequence.pk, many=upto - after))
    return time.perf_counter() - began


_MOMENT = {"sqlite": "%s", "postgresql": "%s::timestamptz"}
