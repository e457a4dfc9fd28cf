"""`segue tier`: shows and sets the tier of workspaces."""

import click

from segue.actions import set_tier as action
from segue.cli.boot import Complaint
from segue.cli.migrating import require_migrated
from segue.domain.tiers import Tier
from segue.models import Workspace


def show_tiers() -> None:
    """One line a workspace."""
    require_migrated()
    for workspace in Workspace.objects.order_by("id"):
        click.echo(f"{workspace.pk:4}  {Tier(workspace.tier).label:13} {workspace.name}")


def set_tier(named: str, tier: Tier) -> None:
    """Set the tier of the workspace with this name or number. Raises Complaint if there is not exactly one."""
    require_migrated()
    found = Workspace.objects.filter(pk=int(named)) if named.isdigit() else Workspace.objects.filter(name=named)
    if found.count() != 1:
        count = f"are {found.count()} workspaces" if found else "is no workspace"
        raise Complaint(f"There {count} called “{named}”. Use a number from: segue tier")
    action.set_tier(found.get(), tier)
    click.echo(f"{found.get().name} is on {tier.label} now.")
