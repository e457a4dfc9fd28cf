"""What runs in the process that answers requests: Granian starts it, and a killed Granian must not leave it behind."""

import os
import threading
import time
from typing import Any

LOOK_EVERY = 1.0  # seconds


def load_application(main_pid: int, target: str) -> Any:
    """The WSGI application, with a watch on the main process; `target` is its name, as Granian passes it on."""
    # Here, because the main process only watches: it need not hold every page in memory.
    from segue.config.wsgi import application
    from segue.runners.collecting import collect_seldom

    collect_seldom()
    if os.getpid() != main_pid:  # Granian uses threads, not processes, on a Python without the GIL
        threading.Thread(target=_leave_with, args=(main_pid,), name="parent-watch", daemon=True).start()
    return application


def _leave_with(main_pid: int) -> None:
    """Else it would keep the port, and Segue could not be started again."""
    while os.getppid() == main_pid:
        time.sleep(LOOK_EVERY)
    os._exit(1)
