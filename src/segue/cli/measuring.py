"""Runs one measurement on a database of its own, and cleans up however it ends."""

import signal
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Any

import click
from django.utils import timezone
from rich.console import Console

from segue.bench.figures import print_figures
from segue.bench.machine import describe
from segue.bench.missing import MissingProgram, told_in_words
from segue.bench.place import POSTGRES, SQLITE, clean_up_after_the_dead, own_place
from segue.cli.boot import Complaint
from segue.config.database import POSTGRES_SCHEMES

MISSING = 2
INTERRUPTED = 130

Command = Callable[..., None]


def _known_database(context: click.Context, option: click.Parameter, value: str) -> str:
    scheme, mark, _ = value.partition("://")
    if value in {SQLITE, POSTGRES} or (mark and scheme in POSTGRES_SCHEMES):
        return value
    raise click.BadParameter("give sqlite, postgres, or the address of a server as postgresql://user@host/postgres")


def measurement(command: Command) -> Command:
    """The options that every measurement has."""
    database = click.option(
        "--database", default=SQLITE, show_default=True, callback=_known_database,
        help="sqlite; postgres (a server of its own, started for this); or the address of a Postgres server on which "
        "a database may be made: postgresql://user@host/postgres.",
    )  # fmt: skip
    as_json = click.option("--json", "as_json", is_flag=True, help="One object a line instead of a table.")
    return database(as_json(command))


def run(module: str, database: str, as_json: bool, *, must_hold: bool = False, **options: Any) -> None:
    """Call `measure(place, say, **options)` of a module of segue.bench and print its figures.

    With `must_hold` a target that was not met is an error: exit code 1.
    """
    console = Console(stderr=True)
    _stop_once()

    def say(words: str) -> None:
        console.print(f"· {words}", style="dim", highlight=False)

    try:
        clean_up_after_the_dead(say)
        with told_in_words(), own_place(database) as place:
            measure = import_module(f"segue.bench.{module}").measure
            figures = measure(place, say, **options)
            head = describe(timezone.now())
    except MissingProgram as error:
        raise Complaint(str(error), exit_code=MISSING) from error
    except KeyboardInterrupt:
        click.echo("Stopped. What the measurement made is gone.", err=True)
        raise SystemExit(INTERRUPTED) from None
    print_figures(figures, head, as_json=as_json)
    if must_hold and any(figure.met is False for figure in figures):
        raise SystemExit(1)


def _stop_once() -> None:
    """SIGTERM stops as Ctrl-C does; pressed again while it cleans up, nothing is left half cleaned."""

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
