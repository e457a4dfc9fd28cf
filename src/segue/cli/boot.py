"""Starts Django for a command, and says in words what is wrong with the settings."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

from segue.config.environment import BadSetting


class Complaint(Exception):
    """Something the person at the terminal can put right; shown without a traceback."""

    def __init__(self, words: str, exit_code: int = 1) -> None:
        super().__init__(words)
        self.exit_code = exit_code


def boot(*, demo: bool = False) -> None:
    """Load the settings and the app. Raises Complaint."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.config.settings")
    if demo:
        os.environ["SEGUE_DEMO"] = "1"
    try:
        django.setup()
    except (BadSetting, ImproperlyConfigured) as error:
        raise Complaint(str(error), exit_code=2) from error
    except OSError as error:
        raise Complaint(f"The data directory cannot be used: {error}", exit_code=2) from error
