"""Sends a batch through one mailbox: several connections in parallel, never more than the mailbox may have."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from segue.channels.mail.compose import Message
from segue.channels.smtp.pool import Pool
from segue.channels.smtp.refusal import SmtpRefusal
from segue.channels.smtp.session import Lost, Session
from segue.domain.errors import ErrorCode, StepError
from segue.domain.mailboxes import SmtpSettings
from segue.domain.outcome import MailboxTrouble, NotTried, Outcome, Sent, Temporary, Unknown

log = structlog.get_logger("segue.smtp")

MOST_LOST = 3  # connections lost in a row before it is the mailbox's trouble, and not the messages'

Composer = Callable[[], Message | Outcome]


class Sending:
    """One batch under way. Each message is composed when its turn comes; one outcome each, in order."""

    def __init__(self, settings: SmtpSettings, pool: Pool, *, seconds: float) -> None:
        """Nothing new is begun when `seconds` are over, and no answer is waited for longer than a third of them."""
        self._settings = settings
        self._pool = pool
        self._until = time.monotonic() + seconds
        self._timeout = max(1.0, seconds / 3)
        self._trouble: StepError | None = None
        self._lost_in_a_row = 0
        self._lock = threading.Lock()

    def run(self, composers: Sequence[Composer], connections: int) -> list[Outcome]:
        """What came of each; those that nobody got to are NotTried, or the mailbox's trouble."""
        self._outcomes: list[Outcome | None] = [None] * len(composers)
        self._waiting = deque(enumerate(composers))
        threads = min(connections, len(composers))
        if threads == 1:
            self._work()
        else:
            with ThreadPoolExecutor(threads, thread_name_prefix="smtp") as executor:
                for work in [executor.submit(self._work) for _ in range(threads)]:
                    work.result()
        rest = MailboxTrouble(self._trouble) if self._trouble else NotTried()
        return [outcome or rest for outcome in self._outcomes]

    def _work(self) -> None:
        session: Session | None = None
        while not self._trouble and time.monotonic() < self._until:
            try:
                place, composer = self._waiting.popleft()
            except IndexError:
                break
            session = self._one(place, composer, session)
        if session:
            self._pool.give_back(self._settings, session)

    def _one(self, place: int, composer: Composer, session: Session | None) -> Session | None:
        """Send one message; returns the session to go on with."""
        try:
            message = composer()
            if isinstance(message, Message):
                session, self._outcomes[place] = self._send(message, session)
            else:
                self._outcomes[place] = message
        except SmtpRefusal as refusal:
            self._trouble = refusal.error
            return None
        except Exception as error:
            # Whatever it was, it is this message's own: the others go on, and nothing is said to have left.
            log.exception("sending failed")
            self._outcomes[place] = Unknown(f"Segue met an error of its own while sending ({type(error).__name__}).")
            return None
        return session

    def _send(self, message: Message, session: Session | None) -> tuple[Session | None, Outcome | None]:
        fresh = session is None
        if session is None or not session.is_open:
            session, fresh = self._pool.take(self._settings, self._timeout)
        result = session.send(message, self._timeout)
        if isinstance(result, Lost) and not fresh:
            # The server closed what had been idle: nothing was told to it yet, so another connection may try.
            session, _ = self._pool.take(self._settings, self._timeout)
            result = session.send(message, self._timeout)
        return (session if session.is_open else None), self._judged(result)

    def _judged(self, result: Outcome | Lost) -> Outcome | None:
        with self._lock:
            if isinstance(result, Lost):
                self._lost_in_a_row += 1
                words = f"The connection was lost before the message was handed over ({result.words})."
                if self._lost_in_a_row < MOST_LOST:
                    return Temporary(StepError(ErrorCode.RECIPIENT_DEFERRED, words))
                self._trouble = StepError(ErrorCode.MAILBOX_UNREACHABLE, words)
                return None
            if isinstance(result, MailboxTrouble):
                self._trouble = result.error
            elif isinstance(result, Sent):
                self._lost_in_a_row = 0
            return result
