"""Starts Django for a command, and says in words what is wrong with the settings."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

from segue.config.environment import BadSetting

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # asked for by whoever passes it, never a default


class Complaint(Exception):
    """Something the person at the terminal can put right; shown without a traceback."""

    def __init__(self, words: str, exit_code: int = 1) -> None:
        super().__init__(words)
        self.exit_code = exit_code


def boot(*, demo: bool = False, listens_on: tuple[str, int] | None = None) -> None:
    """Load the settings and the app. Raises Complaint.

    `listens_on` is the address and port of the pages: links in email lead there unless SEGUE_PUBLIC_URL says better.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
    if demo:
        os.environ["SEGUE_DEMO"] = "1"
    if listens_on:
        os.environ.setdefault("SEGUE_PUBLIC_URL", site_at(*listens_on))  # the worker inherits it
    try:
        django.setup()
    except (BadSetting, ImproperlyConfigured) as error:
        raise Complaint(str(error), exit_code=2) from error
    except OSError as error:
        raise Complaint(f"The data directory cannot be used: {error}", exit_code=2) from error


def site_at(host: str, port: int) -> str:
    """The address of the pages, as somebody on this machine opens it."""
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
