"""Reads of sequences: the list, one of them, and how its draft stands to what is published."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from segue.domain.mail_problems import mail_problems
from segue.domain.records import FieldSet, RecordType
from segue.domain.refusals import NotFound
from segue.domain.status import Status
from segue.domain.steps import EmailConfig, problems_of
from segue.models import Enrollment, Sequence, Step, Tally, Version, Workspace
from segue.queries.attachments import attachment_sizes
from segue.queries.fields import field_set

# Above this many records in progress, counting them step by step would make the page slow.
MOST_COUNTED_BY_STEP = 50_000


@dataclass(frozen=True)
class SequenceRow:
    """A line of the list: a sequence and how many of its enrollments have each status."""

    sequence: Sequence
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def enrolled(self) -> int:
        return sum(self.counts.values())

    @property
    def in_progress(self) -> int:
        return self.counts.get(Status.IN_PROGRESS, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(Status.FAILED, 0)

    @property
    def stopped(self) -> int:
        return self.counts.get(Status.STOPPED, 0)

    @property
    def completed(self) -> int:
        return self.counts.get(Status.COMPLETED, 0)


def of_workspace(workspace: Workspace) -> QuerySet[Sequence]:
    """The workspace's sequences with what their pages show."""
    return Sequence.objects.filter(workspace=workspace).select_related("workspace", "owner__user", "current_version")


def get_sequence(workspace: Workspace, sequence_id: int) -> Sequence:
    """One of the workspace's sequences, or NotFound."""
    found = of_workspace(workspace).filter(pk=sequence_id).first()
    if found is None:
        raise NotFound("There is no such sequence in this workspace.")
    return found


def listing(workspace: Workspace, show_archived: bool) -> list[SequenceRow]:
    """The workspace's sequences by name, in use or archived, in two queries."""
    sequences = of_workspace(workspace).filter(archived_at__isnull=not show_archived).order_by("name", "id")
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    sums = Tally.objects.filter(sequence__workspace=workspace).values_list("sequence_id", "status")
    for sequence_id, status, number in sums.annotate(number=Sum("delta")):
        counts[sequence_id][status] = number
    return [SequenceRow(sequence, counts[sequence.pk]) for sequence in sequences]


def archived_count(workspace: Workspace) -> int:
    """How many sequences are out of use."""
    return Sequence.objects.filter(workspace=workspace, archived_at__isnull=False).count()


def editable_version(sequence: Sequence) -> Version | None:
    """What the Steps tab shows: the draft, or what is published where there is no draft."""
    draft = Version.objects.filter(sequence=sequence, number__isnull=True).first()
    return draft or sequence.current_version


def steps_of(version: Version | None) -> list[Step]:
    """The steps in their order."""
    return list(Step.objects.filter(version=version).order_by("position")) if version else []


def get_step(sequence: Sequence, key: str) -> Step:
    """The step with this key as the Steps tab shows it, or NotFound."""
    version = editable_version(sequence)
    found = Step.objects.select_related("version").filter(version=version, key=key).first() if version else None
    if found is None:
        raise NotFound("There is no such step in this sequence. It may have been deleted.")
    return found


def has_changes(sequence: Sequence) -> bool:
    """Whether there is a draft that differs from what is published."""
    draft = editable_version(sequence)
    if draft is None or draft.number is not None:
        return False
    columns = ("key", "kind", "delay_amount", "delay_unit", "config")
    rows = Step.objects.filter(version__in=[draft.pk, sequence.current_version_id]).order_by("position")
    versions: dict[int, list[tuple[object, ...]]] = {draft.pk: [], sequence.current_version_id or 0: []}
    for version_id, *row in rows.values_list("version_id", *columns):
        versions[version_id].append(tuple(row))
    return versions[draft.pk] != versions[sequence.current_version_id or 0]


def problems(sequence: Sequence) -> dict[str, list[str]]:
    """What keeps the draft from being published, by the key of the step ("" for the whole). Empty if nothing."""
    found: dict[str, list[str]] = {}
    for (key, _), texts in problems_by_setting(sequence).items():
        found.setdefault(key, []).extend(texts)
    return found


def problems_by_setting(sequence: Sequence) -> dict[tuple[str, str], list[str]]:
    """As `problems`, by the key of the step and the name of its setting (both "" for the whole)."""
    steps = steps_of(editable_version(sequence))
    if not steps:
        return {("", ""): ["The sequence has no steps. Add one."]}
    found: dict[tuple[str, str], list[str]] = {}
    for key, pairs in _problem_pairs(sequence, steps, field_set(sequence.workspace)).items():
        for name, text in pairs:
            found.setdefault((key, name), []).append(text)
    return found


def problems_in_steps(sequence: Sequence, steps: list[Step], fields: FieldSet) -> dict[str, list[str]]:
    """What is wrong with each of these steps, by its key; steps without problems are left out."""
    found = _problem_pairs(sequence, steps, fields)
    return {key: [text for _, text in pairs] for key, pairs in found.items() if pairs}


def _problem_pairs(sequence: Sequence, steps: list[Step], fields: FieldSet) -> dict[str, list[tuple[str, str]]]:
    record_type, allowed = RecordType(sequence.type), settings.SEGUE_WEBHOOK_ALLOWED_NETWORKS
    configs = {step.key: step.parsed for step in steps}
    found = {key: problems_of(config, record_type, fields, allowed) for key, config in configs.items()}
    emails = {key: config for key, config in configs.items() if isinstance(config, EmailConfig)}
    for key, pairs in mail_problems(emails, attachment_sizes(sequence.workspace, emails.values())).items():
        found[key] += pairs
    return found


def standing(sequence: Sequence) -> dict[str, int]:
    """How many records In Progress stand at each step, by its key, whatever version they run.

    Empty for a sequence with so many that counting would make the page slow.
    """
    here = Enrollment.objects.filter(sequence=sequence, status=Status.IN_PROGRESS, removed_at__isnull=True)
    total = Tally.objects.filter(sequence=sequence, status=Status.IN_PROGRESS).aggregate(n=Sum("delta"))["n"] or 0
    if total > MOST_COUNTED_BY_STEP:
        return {}
    return dict(here.filter(step__isnull=False).order_by().values_list("step__key").annotate(n=Count("pk")))
