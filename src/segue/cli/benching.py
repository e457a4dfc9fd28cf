"""`segue bench`: measures on a database of its own; nothing of yours is touched."""

import click

from segue.bench.figures import print_figures
from segue.bench.place import own_place
from segue.bench.sink import MissingProgram

_json = click.option("--json", "as_json", is_flag=True, help="One object a line instead of a table.")


@click.group()
def bench() -> None:
    """Measure how fast Segue is here, beside yardsticks taken in the same run."""


@bench.command()
@click.option("--messages", default=2_000, show_default=True, type=click.IntRange(10), help="How many to send.")
@click.option("--kills", default=50, show_default=True, type=click.IntRange(1), help="How often the worker is killed.")
@click.option("--seed", default=1, show_default=True, help="Makes the moments of the kills.")
@_json
def crash(messages: int, kills: int, seed: int, as_json: bool) -> None:
    """Kill the worker while mail leaves; afterwards nothing was sent twice and nobody is lost. Exit code 1 if not."""
    with own_place() as data:
        try:
            from segue.bench.crash import bench_crash, print_crash
        except ImportError as error:
            raise click.ClickException("This needs aiosmtpd: pip install 'segue[bench]'") from error

        result = bench_crash(data, messages, kills, seed, lambda words: click.echo(words, err=True))
        print_figures(print_crash(result), as_json=as_json)
    if not result.is_clean:
        raise SystemExit(1)


@bench.command()
@click.option("--messages", default=2_000, show_default=True, type=click.IntRange(1), help="How many to send.")
@click.option("--connections", default="1,10", show_default=True, help="Numbers of connections, with commas.")
@click.option("--waiting", default=0, show_default=True, type=click.IntRange(0), help="How many more wait in line.")
@_json
def email(messages: int, connections: str, waiting: int, as_json: bool) -> None:
    """Messages a second: rendered, sent and recorded."""
    numbers = [int(n) for n in connections.split(",") if n.strip().isdecimal() and 0 < int(n) <= 50]
    if not numbers:
        raise click.BadParameter("give whole numbers from 1 to 50, such as 1,10", param_hint="--connections")
    with own_place():
        from segue.bench.email import bench_email

        try:
            figures = bench_email(messages, numbers, waiting)
        except MissingProgram as error:
            raise click.ClickException(str(error)) from error
        print_figures(figures, as_json=as_json)
