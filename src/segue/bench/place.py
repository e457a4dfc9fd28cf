"""A database of its own for a measurement: made in a temporary directory, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def own_place() -> Iterator[Path]:
    """Start Segue on an empty database that nothing else uses; the settings of the environment stay out of it."""
    for name in [n for n in os.environ if n == "DATABASE_URL" or n.startswith("SEGUE_")]:
        del os.environ[name]
    data = Path(tempfile.mkdtemp(prefix="segue-bench-"))
    os.environ["SEGUE_DATA_DIR"] = str(data)
    os.environ["SEGUE_LEASE_SECONDS"] = "20"
    os.environ["DJANGO_SETTINGS_MODULE"] = "segue.config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    try:
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)
