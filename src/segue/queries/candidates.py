"""Who and what can be offered for enrolling: records for a sequence, sequences for a record."""

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q

from segue.domain.eligibility import Candidate, check
from segue.domain.records import RecordType
from segue.domain.status import Status
from segue.domain.suppressions import Suppressed
from segue.models import Enrollment, Record, Sequence, Workspace
from segue.queries.record_search import found_first, with_ids
from segue.queries.records import of_type
from segue.queries.suppressions import entries_for

MOST_SORTED = 200  # of what a search finds, so many are put in order before the first few are shown
MOST_COUNTED = 500


@dataclass(frozen=True)
class Applicant:
    """A record with what the enrollment check needs."""

    record: Record
    candidate: Candidate
    sends_email: bool


@dataclass(frozen=True)
class Option:
    """A line of a picker; `why` says why it cannot be chosen, and is empty where it can."""

    id: int
    name: str
    subtitle: str
    why: str


def load_applicants(sequence: Sequence, record_ids: Collection[int]) -> dict[int, Applicant]:
    """Records of the sequence's workspace by id, in a handful of queries; unknown ids are left out."""
    found = Record.objects.filter(workspace_id=sequence.workspace_id, id__in=record_ids).select_related("company")
    records = list(found)
    there = Enrollment.objects.filter(sequence=sequence, record_id__in=record_ids, removed_at__isnull=True)
    live = dict(there.values_list("record_id", "status"))
    sends_email = bool(sequence.current_version and sequence.current_version.sends_email)
    suppressed = suppressed_on(sequence.workspace, [r.email for r in records]) if sends_email else {}
    return {r.id: _applicant(r, sequence, live.get(r.id), sends_email, suppressed.get(r.email)) for r in records}


def names_of(record_ids: Collection[int]) -> dict[int, str]:
    """What these records are called, by id."""
    return dict(Record.objects.filter(id__in=record_ids).values_list("id", "name"))


def suppressed_on(workspace: Workspace, addresses: Collection[str]) -> dict[str, Suppressed]:
    """Which of these addresses must not be written to, with the day by the workspace's calendar; one query."""
    zone = ZoneInfo(workspace.time_zone)
    return {
        address: Suppressed(entry.value, entry.reason, entry.created_at.astimezone(zone).date())
        for address, entry in entries_for(workspace.pk, addresses).items()
    }


@dataclass(frozen=True)
class Found:
    """What a picker shows, and how many records match: counted up to MOST_COUNTED, one more means more."""

    options: list[Option]
    matching: int


def search_records(sequence: Sequence, q: str, limit: int = 40) -> list[Option]:
    """Records of the sequence's type that match, by name, those that can be enrolled first; of very many matches, the
    first that were found."""
    return find_records(sequence, q, limit).options


def find_records(sequence: Sequence, q: str, limit: int = 40) -> Found:
    """As `search_records`, with the number of all that match."""
    record_type = RecordType(sequence.type)
    found = of_type(sequence.workspace, record_type)
    if q.strip():
        matches = found_first(sequence.workspace, [record_type], q, MOST_COUNTED + 1)
        matching, found = len(matches), with_ids(matches[:MOST_SORTED])
    else:
        matching = found.order_by()[: MOST_COUNTED + 1].count()
    ids = list(found.order_by("name", "id").values_list("id", flat=True)[:limit])
    applicants = load_applicants(sequence, ids)
    options = [_record_option(applicants[i]) for i in ids if i in applicants]
    return Found(sorted(options, key=lambda option: bool(option.why)), matching)


def search_sequences(record: Record, q: str, limit: int = 40) -> list[Option]:
    """Published sequences of the record's type that match by name, those it can enter first."""
    active = Sequence.objects.filter(
        Q(name__icontains=q.strip()),
        workspace_id=record.workspace_id,
        type=record.type,
        archived_at__isnull=True,
        current_version__isnull=False,
    )
    found = list(active.select_related("current_version").order_by("name")[:limit])
    live = dict(
        Enrollment.objects.filter(record=record, removed_at__isnull=True, sequence__in=found).values_list(
            "sequence_id", "status"
        )
    )
    suppressed = suppressed_on(record.workspace, [record.email]).get(record.email)
    options = [_sequence_option(sequence, record, live.get(sequence.id), suppressed) for sequence in found]
    return sorted(options, key=lambda option: bool(option.why))


def _applicant(
    record: Record,
    sequence: Sequence,
    status: str | None,
    sends_email: bool,
    suppressed: Suppressed | None,
) -> Applicant:
    candidate = Candidate(
        type_matches=record.type == sequence.type,
        has_email=bool(record.email),
        enrolled_as=Status(status) if status else None,
        suppressed=suppressed,
    )
    return Applicant(record, candidate, sends_email)


def _record_option(applicant: Applicant) -> Option:
    record = applicant.record
    where = record.company.name if record.company else (record.domain or record.city)
    subtitle = " · ".join(part for part in (record.title or record.industry, where) if part) or record.email
    return Option(
        record.id, record.name, subtitle, check(applicant.candidate, sends_email=applicant.sends_email).message
    )


def _sequence_option(sequence: Sequence, record: Record, status: str | None, suppressed: Suppressed | None) -> Option:
    version = sequence.current_version
    assert version is not None
    candidate = Candidate(
        type_matches=True,
        has_email=bool(record.email),
        enrolled_as=Status(status) if status else None,
        suppressed=suppressed,
    )
    steps = f"{version.step_count} step{'' if version.step_count == 1 else 's'}"
    return Option(sequence.id, sequence.name, steps, check(candidate, sends_email=version.sends_email).message)
