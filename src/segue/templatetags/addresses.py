"""Addresses of pages, remembered: a table of 50 rows asks for hundreds, and Django works each out anew."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(8_192)
def address(name: str, *args: int | str) -> str:
    """Where a page is, by the name of its URL; in templates {% url %}."""
    return reverse(name, args=args)
