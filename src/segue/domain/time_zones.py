"""Which names are time zones."""

from functools import cache
from importlib import resources
from zoneinfo import available_timezones


@cache
def known_time_zones() -> frozenset[str]:
    """The names this machine knows, old ones too. Kept: `available_timezones` walks the whole database on disk."""
    return frozenset(available_timezones())


@cache
def current_time_zones() -> tuple[str, ...]:
    """The names to choose from: one or more of each country, as they are called today, in order.

    Not `zone1970.tab`: there countries that have kept the same time since 1970 share one name.
    """
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(sorted({row[2] for row in rows} & known_time_zones()))
