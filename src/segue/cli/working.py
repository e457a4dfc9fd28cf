"""`segue work`: the worker process, with the runner that the database calls for."""

import os
from collections.abc import Callable

from django.db import connection

from segue.cli.migrating import require_migrated
from segue.cli.waiting import wait_for_database
from segue.runners.collecting import collect_seldom
from segue.runners.local.loop import LocalRunner
from segue.runners.stopping import Runner, stop_on_signals


def run_worker(parent: int | None) -> None:
    """Work until SIGTERM or Ctrl-C, or until `parent` (the process that started this one) is gone."""

    def is_wanted() -> bool:
        return parent is None or os.getppid() == parent

    wait_for_database(is_wanted)
    require_migrated()
    runner = _runner(is_wanted)
    stop_on_signals(runner)
    collect_seldom()
    runner.run()


def _runner(alive: Callable[[], bool]) -> Runner:
    if connection.vendor == "postgresql":
        # Here: Procrastinate is installed as an app only where the database is Postgres.
        from segue.runners.procrastinate.runner import ProcrastinateRunner

        return ProcrastinateRunner(alive)
    return LocalRunner(alive)
