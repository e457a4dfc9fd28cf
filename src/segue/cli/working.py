"""`segue work`: the worker process."""

import os

from segue.cli.migrating import require_migrated
from segue.runners.local.loop import LocalRunner


def run_worker(parent: int | None) -> None:
    """Work until SIGTERM or Ctrl-C, or until `parent` (the process that started this one) is gone."""
    require_migrated()
    runner = LocalRunner(alive=lambda: parent is None or os.getppid() == parent)
    runner.stop_on_signals()
    runner.run()
