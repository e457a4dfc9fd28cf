"""Reads mailboxes beside the lanes, in threads of its own: a slow IMAP server holds up no step."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from django.db import connection

from segue.models.inboxes import due_inboxes
from segue.runners.reading import open_new_inboxes, read_inbox

log = structlog.get_logger("segue.worker")

THREADS = 2
LOOK_EVERY = 1.0
LOOK_FOR_NEW_EVERY = 15.0


class InboxReaders:
    """Hands each mailbox that is to be read to a thread."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._busy: set[int] = set()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="inbox")
        self._next_look = self._next_new = time.monotonic()

    def turn(self, now: datetime) -> None:
        """Called at every turn of the worker's loop, which may be many a second."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_EVERY
        if time.monotonic() >= self._next_new:
            self._next_new = time.monotonic() + LOOK_FOR_NEW_EVERY
            open_new_inboxes(now)
        for inbox_id in due_inboxes(now):
            if inbox_id not in self._busy:
                self._busy.add(inbox_id)
                self._pool.submit(self._read, inbox_id)

    def close(self) -> None:
        """Return once each reader is done with its batch; those that wait for a thread do not begin."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, inbox_id: int) -> None:
        try:
            read_inbox(inbox_id, self._stopping.is_set)
        except Exception:
            # Its turn ends by itself, and it is read again then.
            log.exception("reading failed", inbox=inbox_id)
        finally:
            connection.close()
            self._busy.discard(inbox_id)
