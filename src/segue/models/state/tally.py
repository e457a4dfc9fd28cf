"""Keeps the number of enrollments per sequence and status without counting them."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from segue.domain.status import Status
from segue.models.enrollment import Enrollment, Tally
from segue.models.rows import insert_rows

MOST_FOLDED = 10_000


def record_changes(changes: Iterable[tuple[int, Status | None, Status | None]]) -> None:
    """Write down moves of (sequence, from status, to status); None stands for not in the table."""
    deltas: Counter[tuple[int, Status]] = Counter()
    for sequence_id, old, new in changes:
        if old is not None:
            deltas[sequence_id, old] -= 1
        if new is not None:
            deltas[sequence_id, new] += 1
    rows = [(sequence_id, status.value, delta) for (sequence_id, status), delta in deltas.items() if delta]
    insert_rows(Tally, ("sequence", "status", "delta"), rows)


def fold_tallies() -> int:
    """Replace the rows of each count by one row with their sum. Returns how many rows went away."""
    if Tally.objects.count() == Tally.objects.values("sequence_id", "status").distinct().count():
        return 0
    return _fold()


@transaction.atomic
def _fold() -> int:
    """The rows are locked first and then added up: two workers that fold at once must not count any of them twice."""
    oldest = Tally.objects.select_for_update().order_by("id")[:MOST_FOLDED]
    rows = list(oldest.values_list("id", "sequence_id", "status", "delta"))
    sums: Counter[tuple[int, str]] = Counter()
    for _, sequence_id, status, delta in rows:
        sums[sequence_id, status] += delta
    Tally.objects.filter(id__in=[row[0] for row in rows]).delete()
    folded = [(*key, total) for key, total in sums.items() if total]
    insert_rows(Tally, ("sequence", "status", "delta"), folded)
    return len(rows) - len(folded)


def true_counts(sequence_id: int) -> Counter[Status]:
    """The counts as the enrollments themselves say, for `segue doctor`."""
    statuses = Enrollment.objects.filter(sequence_id=sequence_id, removed_at__isnull=True)
    return Counter(Status(status) for status in statuses.values_list("status", flat=True))
