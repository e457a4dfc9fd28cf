"""A workspace with as many people and enrollments as you like, made by a few statements a chunk.

The shape is that of a large customer: a company for every 20 people, half of all enrollments in one sequence, most of
them still on their way, and names and titles that many share.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from segue.bench.people import make_sender
from segue.bench.place import Progress
from segue.domain.search import scope_of
from segue.domain.steps import StepKind, parse_config
from segue.models import Sequence, Step, Version, Workspace
from segue.models.actor import Actor
from segue.models.lane import lanes_of

CHUNK = 50_000
SEQUENCES = 20
PEOPLE_PER_COMPANY = 20
_SEARCH_INDEX = {"sqlite": "0011_search_index", "postgresql": "0014_search_beginnings"}
_WORDS = {
    "first": "ada ben carla dev elin femi grace hugo ines jonas kira liam maya noor otto priya quinn rosa sven tara",
    "last": " ".join(
        a + b
        for a in ("ba", "be", "bo", "da", "de", "fa", "fe", "ka", "ke", "ko", "la", "le", "lo", "ma", "me", "mo", "na",
                  "ne", "no", "pa", "pe", "ra", "re", "ro", "sa", "se", "so", "ta", "te", "to", "va", "ve", "wa", "wi")
        for b in ("ck", "den", "feld", "ger", "hoff", "kow", "lin", "man", "mer", "nov", "ren", "rick", "ska", "son",
                  "stad", "ster", "ton", "ven", "vic", "ward", "wood")
    ),
    "title": "engineer designer director recruiter analyst manager consultant developer nurse lead",
    "area": "sales data product finance platform people marketing support health security quality",
    "place": "works labs health systems group partners studio energy foods logistics",
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """What there is to look at: the ids of people go on from `first_person`."""

    actor: Actor
    sequences: list[Sequence]
    companies: int
    now: datetime

    @property
    def sequence(self) -> Sequence:
        """The one that half of all people are in."""
        return self.sequences[0]

    @property
    def first_person(self) -> int:
        return self.companies + 1


def prepare(people: int, now: datetime) -> Filled:
    """A workspace with sequences, and with companies for so many people, who are still to come."""
    actor = make_sender(now, name="Alice", address="alice@acme.example")
    sequences = [_sequence(actor.workspace, number, now) for number in range(SEQUENCES)]
    filled = Filled(actor, sequences, max(1, people // PEOPLE_PER_COMPANY), now)
    _hurry()
    _make_words()
    for begin, end in _chunks(0, filled.companies):
        _insert(_COMPANIES, begin, end, _values(filled))
    return filled


def fill(filled: Filled, begin: int, end: int, say: Progress) -> None:
    """Add the people from number `begin` to `end`, with one enrollment for each."""
    fill_people(filled, begin, end, say)
    _hurry()
    parts = _parts(filled)
    for first, last in _chunks(begin, end):
        for sql in (_ENROLLMENTS, _ACTIVITIES):
            _insert(_with(sql, parts), first, last, _values(filled))
        say(f"{last:,} of {end:,} enrollments")
    _count(filled.actor.workspace)
    _tidy()


def fill_people(filled: Filled, begin: int, end: int, say: Progress) -> None:
    """Add people who are enrolled nowhere."""
    _hurry()
    with _index_at_the_end():
        for first, last in _chunks(begin, end):
            _insert(_PEOPLE, first, last, _values(filled))
            say(f"{last:,} of {end:,} people")
    _tidy()


def _sequence(workspace: Workspace, number: int, now: datetime) -> Sequence:
    sequence = Sequence.objects.create(
        workspace=workspace, type="person", name=f"Outreach {number + 1:02}", created_at=now
    )
    version = Version.objects.create(workspace=workspace, sequence=sequence, number=1, step_count=3, published_at=now)
    for position in (1, 2, 3):
        config = parse_config(StepKind.CALL, {"title": f"Call number {position}"}).model_dump(mode="json")
        Step.objects.create(
            workspace=workspace, version=version, key=f"step{position}", position=position, kind=StepKind.CALL,
            delay_amount=3, delay_unit="days", config=config,
        )  # fmt: skip
    sequence.current_version = version
    sequence.save()
    return sequence


def _values(filled: Filled) -> dict[str, Any]:
    actor = filled.actor
    pk, now = actor.workspace.pk, connection.ops.adapt_datetimefield_value(filled.now)
    scopes = {"person": scope_of(pk, "person"), "company": scope_of(pk, "company")}
    return {
        "workspace": pk, "member": actor.member.pk, "now": now, "companies": filled.companies, **scopes
    }  # fmt: skip


def _chunks(begin: int, end: int) -> Iterator[tuple[int, int]]:
    return ((first, min(first + CHUNK, end)) for first in range(begin, end, CHUNK))


def _hurry() -> None:
    """Not safe should the machine lose power now; nothing here is worth keeping."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            return
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):
            cursor.execute("SET session_replication_role = replica")  # no look-up for each foreign key


@contextmanager
def _index_at_the_end() -> Iterator[None]:
    """As one loads very many rows: the index of words is built once, when all are there."""
    index = import_module(f"segue.migrations.{_SEARCH_INDEX[connection.vendor]}")
    editor = connection.schema_editor()
    with transaction.atomic():
        index.drop_index(apps, editor)
    yield
    with transaction.atomic():
        index.add_index(apps, editor)


def _make_words() -> None:
    with connection.cursor() as cursor:
        for name, words in _WORDS.items():
            cursor.execute(f"CREATE TEMP TABLE bench_{name} (i integer PRIMARY KEY, w text)")
            cursor.executemany(f"INSERT INTO bench_{name} VALUES (%s, %s)", list(enumerate(words.split())))  # noqa: S608  # ours


def _insert(sql: str, begin: int, end: int, values: dict[str, Any]) -> None:
    """Run a statement for the numbers n with begin < n <= end."""
    numbers = (
        f"(WITH RECURSIVE s(n) AS (SELECT {begin + 1} UNION ALL SELECT n + 1 FROM s WHERE n < {end}) SELECT n FROM s)"  # noqa: S608  # two numbers
        if connection.vendor == "sqlite"
        else f"(SELECT generate_series({begin + 1}, {end}) AS n)"
    )
    sizes = {f"n_{name}": len(words.split()) for name, words in _WORDS.items()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(numbers=numbers, **sizes), values)


_COMPANIES = """
INSERT INTO segue_record (id, workspace_id, type, name, first_name, last_name, email, phone, title, domain, industry,
    city, time_zone, fields, search, created_at, updated_at)
SELECT n, %(workspace)s, 'company', l.w || ' ' || p.w || ' ' || n, '', '', '', '', '', 'c' || n || '.example', p.w,
    'Utrecht', '', '{{}}', ' ' || %(company)s || ' ' || l.w || ' ' || p.w || ' ' || n || ' c' || n || ' example',
    %(now)s, %(now)s
FROM {numbers} AS s
JOIN bench_last AS l ON l.i = n %% {n_last} JOIN bench_place AS p ON p.i = n %% {n_place}
"""
_PEOPLE = """
INSERT INTO segue_record (id, workspace_id, type, name, first_name, last_name, email, phone, title, company_id, domain,
    industry, city, time_zone, fields, search, created_at, updated_at)
SELECT %(companies)s + n, %(workspace)s, 'person', f.w || ' ' || l.w, f.w, l.w,
    f.w || '.' || l.w || n || '@c' || c.id || '.example', '', a.w || ' ' || t.w, c.id, '', '', 'Utrecht', '', '{{}}',
    ' ' || %(person)s || ' ' || f.w || ' ' || l.w || ' ' || l.w || n || ' c' || c.id || ' example ' || a.w
    || ' ' || t.w || ' ' || substr(c.search, length(%(company)s) + 3), %(now)s, %(now)s
FROM {numbers} AS s
JOIN bench_first AS f ON f.i = (n * 7) %% {n_first} JOIN bench_last AS l ON l.i = (n / 3) %% {n_last}
JOIN bench_title AS t ON t.i = (n / 11) %% {n_title} JOIN bench_area AS a ON a.i = (n / 11) %% {n_area}
JOIN segue_record AS c ON c.id = n %% %(companies)s + 1
"""
# Of 20 enrollments 12 are on their way, 5 completed, 2 stopped, 1 failed.
_ENROLLMENTS = """
INSERT INTO segue_enrollment (id, workspace_id, sequence_id, version_id, record_id, round, status, reason, step_id,
    position, since, due_at, lane_id, attempt, error_code, error_detail, enrolled_by_id, enrolled_at)
SELECT n, %(workspace)s, {sequence}, {version}, %(companies)s + n, 1,
    CASE WHEN (n / 2) %% 20 < 12 THEN 'in_progress' WHEN (n / 2) %% 20 < 17 THEN 'completed'
        WHEN (n / 2) %% 20 < 19 THEN 'stopped' ELSE 'failed' END,
    CASE WHEN (n / 2) %% 20 < 12 THEN 'scheduled' WHEN (n / 2) %% 20 < 17 THEN 'all_steps_done'
        WHEN (n / 2) %% 20 < 19 THEN 'stopped_by_person' ELSE 'step_error' END,
    CASE WHEN (n / 2) %% 20 < 12 OR (n / 2) %% 20 >= 17 THEN {step} END, 2, %(now)s,
    CASE WHEN (n / 2) %% 20 < 12 THEN {due} END, {lane}, 0,
    CASE WHEN (n / 2) %% 20 = 19 THEN 'missing_value' ELSE '' END, '', %(member)s, %(now)s
FROM {numbers} AS s
"""
_ACTIVITIES = """
INSERT INTO segue_activity (workspace_id, record_id, enrollment_id, step_id, kind, state, title, body, data, holds,
    created_at, due_at, done_at)
SELECT %(workspace)s, %(companies)s + n, n, {first_step}, 'call',
    CASE WHEN n %% 50 = 0 THEN 'open' ELSE 'done' END, 'Call number 1', '', '{{}}', {no}, %(now)s, %(now)s,
    CASE WHEN n %% 50 <> 0 THEN %(now)s END
FROM {numbers} AS s WHERE n %% 2 = 0
"""


def _parts(filled: Filled) -> dict[str, str]:
    """What of a statement depends on the ids of steps and lanes."""
    versions = [sequence.current_version_id or 0 for sequence in filled.sequences]
    steps = {(s.version_id, s.position): s.pk for s in Step.objects.filter(version__in=versions)}
    lanes = lanes_of(filled.actor.workspace.pk)
    shards = " ".join(f"WHEN {shard} THEN {lane}" for shard, lane in lanes.shards.items())
    later = [_moment(filled.now + timedelta(days=1, hours=6 * k)) for k in range(40)]
    return {
        "sequence": _of([s.pk for s in filled.sequences]),
        "version": _of(versions),
        "step": _of([steps[v, 2] for v in versions]),
        "first_step": _of([steps[v, 1] for v in versions]),
        "lane": f"CASE {lanes.shard_sql('(%(companies)s + n)')} {shards} END",
        "due": f"CASE n %% 40 {' '.join(f'WHEN {k} THEN {due}' for k, due in enumerate(later))} END",
        "no": "0" if connection.vendor == "sqlite" else "false",
    }


def _of(values: list[int]) -> str:
    """Even numbers are in the first sequence, odd ones in the others in turn."""
    others = " ".join(f"WHEN {i} THEN {value}" for i, value in enumerate(values[1:]))
    return f"CASE WHEN n %% 2 = 0 THEN {values[0]} ELSE CASE (n / 2) %% {len(values) - 1} {others} END END"


def _with(sql: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        sql = sql.replace(f"{{{name}}}", part)
    return sql


def _moment(at: datetime) -> str:
    return f"'{at:%Y-%m-%d %H:%M:%S}'" if connection.vendor == "sqlite" else f"timestamptz '{at.isoformat()}'"


def _count(workspace: Workspace) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM segue_tally")
        cursor.execute(
            "INSERT INTO segue_tally (sequence_id, status, delta) SELECT sequence_id, status, count(*)"
            " FROM segue_enrollment WHERE workspace_id = %s GROUP BY 1, 2",
            [workspace.pk],
        )


def _tidy() -> None:
    """What the database does by itself after a while: statistics, numbering, and the lists that wait for the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA optimize=0x10002")
            return
        cursor.execute("RESET session_replication_role")
        cursor.execute("RESET synchronous_commit")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        for table in ("record", "enrollment", "activity"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('segue_{table}', 'id'), (SELECT max(id) FROM segue_{table}))"  # noqa: S608  # ours
            )
