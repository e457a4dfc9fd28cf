"""Which names are time zones."""

from functools import cache
from zoneinfo import available_timezones


@cache
def known_time_zones() -> frozenset[str]:
    """The names this machine knows. Kept, for `available_timezones` walks the whole database on disk each time."""
    return frozenset(available_timezones())
