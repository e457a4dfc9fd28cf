"""Import suppressions: a whole list of addresses and domains at once, from a CSV file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from segue.domain.roles import Permission
from segue.domain.suppression_csv import Line, read_lines
from segue.domain.suppressions import SuppressionReason, read_value
from segue.models import Suppression
from segue.models.actor import Actor
from segue.models.locks import shut_gate
from segue.models.rows import insert_rows, update_rows

CHUNK = 10_000
_FACTS = ("reason", "source", "created_by", "created_at")


@dataclass(frozen=True)
class RefusedLine:
    """A line that was passed over, and why."""

    number: int
    problem: str


@dataclass
class ImportReport:
    """What became of the lines: `already` were on the list, or twice in the file."""

    added: int = 0
    already: int = 0
    refused: list[RefusedLine] = field(default_factory=list)


def import_suppressions(actor: Actor, data: bytes, file_name: str, now: datetime) -> ImportReport:
    """Put the good lines on the list and report the others. Raises Invalid for a file that cannot be read."""
    actor.require_sequences(Permission.SUPPRESS)
    report = ImportReport()
    wanted = _good_lines(read_lines(data), report)
    with transaction.atomic():
        for chunk in _chunks(list(wanted.items())):
            _store(actor, dict(chunk), f"Imported from {file_name}", now, report)
        shut_gate(actor.workspace.pk)  # last, for many lines take a while; no row of theirs is one that a sender holds
    return report


def _good_lines(lines: list[Line], report: ImportReport) -> dict[str, Line]:
    wanted: dict[str, Line] = {}
    for line in lines:
        value, problem = read_value(line.value)
        if problem := problem or line.problem:
            report.refused.append(RefusedLine(line.number, problem))
            continue
        known = wanted.get(value)
        report.already += known is not None
        if known is None or _outranks(line.reason, known.reason):
            wanted[value] = line
    return wanted


def _outranks(new: SuppressionReason, old: SuppressionReason) -> bool:
    """That a person asked for it is never lost to another reason."""
    return new.is_wish and not old.is_wish


def _store(actor: Actor, wanted: dict[str, Line], origin: str, now: datetime, report: ImportReport) -> None:
    own = Suppression.objects.filter(workspace=actor.workspace, value__in=list(wanted))
    known = {value: (pk, SuppressionReason(reason)) for pk, value, reason in own.values_list("id", "value", "reason")}
    facts = {v: (line.reason.value, line.source or origin, actor.member.pk, now) for v, line in wanted.items()}
    insert_rows(
        Suppression,
        ("workspace", "value", *_FACTS),
        ((actor.workspace.pk, value, *facts[value]) for value in wanted if value not in known),
        # Somebody may opt out at this very moment.
        ignore_conflicts=True,
    )
    update_rows(
        Suppression,
        _FACTS,
        ("id",),
        ((*facts[value], pk) for value, (pk, reason) in known.items() if _outranks(wanted[value].reason, reason)),
    )
    report.added += len(wanted) - len(known)
    report.already += len(known)


def _chunks(items: Sequence[tuple[str, Line]]) -> Iterator[Sequence[tuple[str, Line]]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
