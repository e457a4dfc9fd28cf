"""Connections that are kept open between batches: opening one takes longer than sending a message."""

import threading
import time
from collections import defaultdict

from segue.channels.smtp.opening import open_session
from segue.channels.smtp.session import Session
from segue.domain.mailboxes import SmtpSettings

LONGEST_IDLE = 30.0  # seconds; servers hang up after some minutes (RFC 5321 §4.5.3.2.7 asks for 5)
MOST_MESSAGES = 200  # on one connection; many servers let no more through


class Pool:
    """Idle sessions by mailbox settings, for any number of threads. Changed settings are another key."""

    def __init__(self) -> None:
        self._idle: dict[SmtpSettings, list[Session]] = defaultdict(list)
        self._seconds_each: dict[SmtpSettings, float] = {}
        self._lock = threading.Lock()

    def seconds_each(self, settings: SmtpSettings) -> float | None:
        """How long a message took lately; None where none was sent yet."""
        return self._seconds_each.get(settings)

    def note_time(self, settings: SmtpSettings, seconds: float) -> None:
        """A message took so long. Slower counts at once, faster bit by bit."""
        before = self._seconds_each.get(settings, seconds)
        self._seconds_each[settings] = max(seconds, 0.7 * before + 0.3 * seconds, 1e-4)

    def take(self, settings: SmtpSettings, timeout: float) -> tuple[Session, bool]:
        """A session, and whether it is fresh: one that was kept may have been closed by the server meanwhile.

        Raises SmtpRefusal.
        """
        with self._lock:
            idle = self._idle[settings]
            kept = idle.pop() if idle else None
        if kept and self._is_usable(kept):
            return kept, False
        if kept:
            kept.quit()
        return open_session(settings, timeout=timeout), True

    def give_back(self, settings: SmtpSettings, session: Session) -> None:
        """Keep it for the next batch, if it is still good."""
        if session.is_open and self._is_usable(session):
            with self._lock:
                self._idle[settings].append(session)
        else:
            session.quit()

    def tidy(self) -> None:
        """Say goodbye on connections that nobody has used for long."""
        with self._lock:
            old = [s for idle in self._idle.values() for s in idle if not self._is_usable(s)]
            self._idle = defaultdict(
                list, {k: kept for k, idle in self._idle.items() if (kept := [s for s in idle if s not in old])}
            )
        for session in old:
            session.quit()

    def close(self) -> None:
        """Say goodbye on all of them."""
        with self._lock:
            idle, self._idle = self._idle, defaultdict(list)
        for session in (session for sessions in idle.values() for session in sessions):
            session.quit()

    @staticmethod
    def _is_usable(session: Session) -> bool:
        return session.sent < MOST_MESSAGES and time.monotonic() - session.used_at < LONGEST_IDLE
