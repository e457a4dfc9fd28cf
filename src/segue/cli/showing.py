"""`segue demo`: example data, and how to sign in."""

import click
from django.utils import timezone

from segue.cli.migrating import migrate_database
from segue.cli.serving import require_free, serve_with_worker
from segue.demo.seed import seed
from segue.domain.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD


def show_demo(host: str, port: int) -> None:
    """Make the example data unless it is there, say how to sign in, and serve."""
    require_free(host, port)
    migrate_database()
    seed(timezone.now())
    click.echo("Sign in with one of these addresses and the password " + DEMO_PASSWORD + ":")
    for account in DEMO_ACCOUNTS:
        click.echo(f"  {account.email:26} {account.role.label} of {account.workspace}")
    serve_with_worker(host, port)
