"""Addresses of pages, remembered: a table of 50 rows asks for hundreds, and Django works each out anew."""

from functools import cache, lru_cache

from django.urls import reverse

_ANY_ID = 9_007_199_254_740_991


def address(name: str, *args: int | str) -> str:
    """Where a page is, by the name of its URL; in templates {% url %}."""
    if len(args) == 1 and isinstance(args[0], int):
        before, after = _around_id(name)
        return f"{before}{args[0]}{after}"
    return _address(name, *args)


@cache
def _around_id(name: str) -> tuple[str, str]:
    """What stands before and after the id in the address of a page about one thing."""
    before, _, after = reverse(name, args=[_ANY_ID]).partition(str(_ANY_ID))
    return before, after


@lru_cache(8_192)
def _address(name: str, *args: int | str) -> str:
    return reverse(name, args=args)
