"""`segue bench`: measures on a database of its own; nothing of yours is touched.

Each command calls `measure(place, say, **options)` of a module of segue.bench, imported when it is called.
"""

from collections.abc import Callable
from typing import Any

import click

from segue.cli.measuring import Command, measurement, run


@click.group()
def bench() -> None:
    """Measure how fast Segue is here, beside yardsticks taken in the same run."""


def _count(name: str, default: int, words: str, least: int = 1) -> Callable[[Command], Command]:
    return click.option(name, default=default, show_default=True, type=click.IntRange(least), help=words)


def _whole_numbers(context: click.Context, option: click.Parameter, value: str) -> str:
    if not all(number.strip().isdecimal() and int(number) for number in value.split(",")):
        raise click.BadParameter("give whole numbers with commas between them, such as 10000,100000")
    return value


@bench.command()
@measurement
@_count("--enrollments", 30_000, "How many go through three steps.", least=10)
def engine(database: str, as_json: bool, **options: Any) -> None:
    """Steps a second, beside hand-written SQL that makes the same rows. About a minute."""
    run("engine", database, as_json, **options)


@bench.command()
@measurement
@_count("--records", 100_000, "How many are enrolled at once.", least=10)
def enroll(database: str, as_json: bool, **options: Any) -> None:
    """Records a second enrolled, beside a plain INSERT of the same rows. About a minute."""
    run("enroll", database, as_json, **options)


@bench.command()
@measurement
@_count("--samples", 200, "How often each is measured.", least=10)
@_count("--others", 100_000, "How many others are due.")
def latency(database: str, as_json: bool, **options: Any) -> None:
    """From due to done: with nothing else to do, and while many others are due. About a minute."""
    run("latency", database, as_json, **options)


@bench.command()
@measurement
@_count("--people", 1_000_000, "How many people, each enrolled once.", least=10)
def pages(database: str, as_json: bool, **options: Any) -> None:
    """Server time and queries of the pages and of search, with many people and enrollments. Some minutes."""
    run("pages", database, as_json, **options)


@bench.command()
@measurement
@_count("--due", 10_000, "How many are due beside them.", least=10)
@click.option(
    "--sleeping", default="10000,100000,1000000", show_default=True, callback=_whole_numbers,
    help="How many sleep, with commas.",
)  # fmt: skip
def growth(database: str, as_json: bool, **options: Any) -> None:
    """Steps a second beside more and more enrollments that sleep; memory and disk. Some minutes."""
    run("growth", database, as_json, **options)


@bench.command()
@measurement
@_count("--enrollments", 300, "How many go through three steps.", least=5)
def peers(database: str, as_json: bool, **options: Any) -> None:
    """The same steps as one job each, in task queues that people use instead. About two minutes."""
    run("peers.compare", database, as_json, **options)


@bench.command()
@measurement
@click.option("--messages", default=2_000, show_default=True, type=click.IntRange(10), help="How many to send.")
@_count("--kills", 50, "How often the worker is killed.")
@click.option("--seed", default=1, show_default=True, help="Makes the moments of the kills.")
def crash(database: str, as_json: bool, **options: Any) -> None:
    """Kill the worker while mail leaves; afterwards nothing was sent twice and nobody is lost. Exit code 1 if not."""
    run("crash", database, as_json, must_hold=True, **options)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line instead of a table.")
@_count("--enrollments", 20_000, "How many go through three steps, one of them an email.", least=10)
@_count("--kills", 40, "How often one of three workers is killed.", least=0)
@_count("--restarts", 5, "How often Postgres is restarted.", least=0)
@_count("--lease", 6, "SEGUE_LEASE_SECONDS of the workers: a batch that takes longer is begun anew.")
@click.option("--seed", default=1, show_default=True, help="Makes the moments of it all.")
def chaos(as_json: bool, **options: Any) -> None:
    """Kill workers and restart Postgres while mail leaves; nothing is lost or sent twice. Exit code 1 if it is."""
    run("chaos", "postgres", as_json, must_hold=True, **options)


@bench.command()
@measurement
@_count("--messages", 2_000, "How many to send.")
@click.option("--connections", default="1,10", show_default=True, help="Numbers of connections, with commas.")
@_count("--waiting", 0, "How many more wait in line.", least=0)
def email(database: str, as_json: bool, connections: str, **options: Any) -> None:
    """Messages a second: rendered, sent and recorded."""
    numbers = [int(n) for n in connections.split(",") if n.strip().isdecimal() and 0 < int(n) <= 50]
    if not numbers:
        raise click.BadParameter("give whole numbers from 1 to 50, such as 1,10", param_hint="--connections")
    run("email", database, as_json, connections=numbers, **options)
