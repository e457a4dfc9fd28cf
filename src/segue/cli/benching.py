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
