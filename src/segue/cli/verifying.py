"""`segue verify`: the ledger report, as a table and an exit code."""

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from segue.cli.migrating import require_migrated
from segue.cli.unhurried import no_time_limit
from segue.queries.ledger import Claim, verify


def print_ledger() -> int:
    """Print the report. Returns the exit code: 0 if every claim holds, else 1."""
    require_migrated()
    no_time_limit()
    console = Console()
    with console.status("Reading the ledger…"):
        report = verify(timezone.now())
    console.print("Deliveries: " + ", ".join(f"{n:,} {state.label.lower()}" for state, n in report.totals.items()))
    table = Table("claim", "holds")
    for claim in report.claims:
        table.add_row(claim.words, "yes" if claim.holds else _broken(claim))
    console.print(table)
    return 0 if report.holds else 1


def _broken(claim: Claim) -> str:
    more = "" if len(claim.ids) == claim.broken else " …"
    return f"no: {claim.broken:,}, ids {', '.join(map(str, claim.ids))}{more}"
