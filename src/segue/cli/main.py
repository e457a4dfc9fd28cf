"""The `segue` command. Each subcommand is a module of its own, imported when it is called."""

import sys

import click

from segue import __version__
from segue.cli.benching import bench
from segue.cli.boot import Complaint, boot
from segue.cli.move_ends import turn_to
from segue.domain.tiers import Tier


class _Segue(click.Group):
    """Turns what is wrong with the settings or the database into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Complaint as complaint:
            click.echo(f"segue: {complaint}", err=True)
            sys.exit(complaint.exit_code)


@click.group(cls=_Segue)
@click.version_option(__version__)
def main() -> None:
    """Sequences for recruiters and sellers: every step on time, exactly once, and always a reason."""


main.add_command(bench)

_host = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
_port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")


@main.command()
def migrate() -> None:
    """Bring the database up to date. Safe to run again."""
    boot()
    from segue.cli.migrating import migrate_database

    migrate_database()


@main.command()
@_host
@_port
def serve(host: str, port: int) -> None:
    """Serve the pages and the API, and run the worker."""
    boot(listens_on=(host, port))
    from segue.cli.serving import serve_with_worker

    serve_with_worker(host, port)


@main.command()
@_host
@_port
def web(host: str, port: int) -> None:
    """Serve the pages and the API, without a worker."""
    boot(listens_on=(host, port))
    from segue.cli.serving import serve_web

    serve_web(host, port)


@main.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
def work(parent: int | None) -> None:
    """Run the worker: carries out steps as they fall due."""
    boot()
    from segue.cli.working import run_worker

    run_worker(parent)


@main.command()
@_host
@_port
def demo(host: str, port: int) -> None:
    """Serve Segue with example data, made on first use. Not for real data."""
    boot(demo=True, listens_on=(host, port))
    from segue.cli.showing import show_demo

    show_demo(host, port)


@main.command()
def doctor() -> None:
    """Check that nothing is stuck and the books agree. Exit code 1 if something is wrong."""
    boot()
    from segue.cli.doctoring import examine

    sys.exit(examine())


@main.command()
def verify() -> None:
    """Prove from the database that nothing left twice and nothing was lost. Exit code 1 with the ids otherwise."""
    boot()
    from segue.cli.verifying import print_ledger

    sys.exit(print_ledger())


@main.command()
@click.option("--sequence", required=True, metavar="NAME_OR_ID", help="The sequence to enroll in.")
@click.option("--query", default="", help="Only records that hold every one of these words; without, all.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="The member who enrolls them.")
def enroll(sequence: str, query: str, email: str) -> None:
    """Enroll all records that a search finds. Interrupted and run again, it goes on."""
    boot()
    from segue.cli.enrolling import enroll_matching

    enroll_matching(sequence, query, email)


@main.command()
@click.option("--to", "target", required=True, metavar="URL", help="Where to: postgresql://user:password@host/name")
def move(target: str) -> None:
    """Move everything from SQLite to an empty Postgres database: all of it or nothing. Stop Segue first."""
    present_url = turn_to(target)
    boot()
    from segue.cli.moving import move_database

    move_database(present_url)


@main.command("rotate-secrets")
def rotate_secrets() -> None:
    """Encrypt every stored secret with the key of now. Safe to stop and run again; exit code 1 if one is lost."""
    boot()
    from segue.cli.rotating import rotate

    sys.exit(rotate())


@main.command()
@click.argument("workspace", required=False)
@click.argument("tier", required=False, type=click.Choice([tier.value for tier in Tier]))
def tier(workspace: str | None, tier: str | None) -> None:
    """Show the tier of each workspace, or set that of WORKSPACE (its name or number) to TIER."""
    boot()
    from segue.cli.tiers import set_tier, show_tiers

    if workspace and tier:
        set_tier(workspace, Tier(tier))
    elif workspace:
        raise Complaint(f"Name the tier too: segue tier “{workspace}” professional", exit_code=2)
    else:
        show_tiers()


@main.command()
@click.argument("email")
def password(email: str) -> None:
    """Set a new password for the user with this EMAIL; asks for it."""
    boot()
    from segue.cli.passwords import ask_new_password

    ask_new_password(email)
