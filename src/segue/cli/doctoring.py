"""`segue doctor`: says what is stuck or wrong, and how late the oldest step is."""

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from segue.cli.migrating import require_migrated
from segue.cli.unhurried import no_time_limit
from segue.models.heartbeat import living_workers
from segue.queries import doctor


def examine() -> int:
    """Print what was found. Returns the exit code: 0 if every promise holds, else 1."""
    require_migrated()
    no_time_limit()
    now = timezone.now()
    found = doctor.examine(now)
    console = Console()
    if found.findings:
        table = Table("what must not be", "ids", title="Segue is not well")
        for finding in found.findings:
            table.add_row(finding.promise, ", ".join(map(str, finding.ids)))
        console.print(table)
    else:
        console.print("Every promise holds: nothing is stuck, and the books agree.")
    workers = living_workers(now)
    console.print(f"Workers alive: {workers}{'' if workers else ' (steps wait until one runs: segue work)'}")
    late = found.oldest_overdue
    console.print(f"Oldest overdue step: {f'{late.total_seconds():.0f} s late' if late else 'none'}")
    return 1 if found.findings else 0
