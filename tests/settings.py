"""Settings for the tests: the product's own, kept away from the data and the environment of whoever runs them.

pytest-django loads this before any conftest.py, so it is the one place that can do it in time. TEST_DATABASE=postgres
runs them on Postgres.
"""

import os
import tempfile
from pathlib import Path

from tests.postgres import postgres_url

if "PYTEST_XDIST_WORKER" not in os.environ:
    for name in [n for n in os.environ if n.startswith("SEGUE_") or n == "DATABASE_URL"]:
        del os.environ[name]
    # Kept in a name: the directory goes when the process ends.
    _data_dir = tempfile.TemporaryDirectory(prefix="segue-tests-", ignore_cleanup_errors=True)
    os.environ["SEGUE_DATA_DIR"] = _data_dir.name
    # WhiteNoise warns where its directory is missing.
    Path(_data_dir.name, "static").mkdir()
    if os.environ.get("TEST_DATABASE") == "postgres":
        os.environ["DATABASE_URL"] = postgres_url()

from segue.config.settings import *
from segue.config.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of a test meet in it as they do in the product.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["SEGUE_DATA_DIR"]) / "test.sqlite3"}
# Else every client of every test would look through all static files before its first request.
WHITENOISE_AUTOREFRESH = True
# The real hashers are slow on purpose; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
