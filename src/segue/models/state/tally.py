"""Keeps the number of enrollments per sequence and status without counting them."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Sum

from segue.domain.status import Status
from segue.models.enrollment import Enrollment, Tally
from segue.models.rows import insert_rows


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
    last = Tally.objects.order_by("-id").values_list("id", flat=True).first()
    if last is None:
        return 0
    old = Tally.objects.filter(id__lte=last)
    sums = list(old.values_list("sequence_id", "status").annotate(total=Sum("delta")))
    before = old.count()
    if before == len(sums):
        return 0
    old.delete()
    insert_rows(Tally, ("sequence", "status", "delta"), [row for row in sums if row[2]])
    return before - len(sums)


def true_counts(sequence_id: int) -> Counter[Status]:
    """The counts as the enrollments themselves say, for `segue doctor`."""
    statuses = Enrollment.objects.filter(sequence_id=sequence_id, removed_at__isnull=True)
    return Counter(Status(status) for status in statuses.values_list("status", flat=True))
