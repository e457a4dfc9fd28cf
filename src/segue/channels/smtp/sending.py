"""Sends a batch through one mailbox: several connections in parallel, never more than the mailbox may have."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Queue

import structlog

from segue.channels.contract import Effect, Start
from segue.channels.mail.compose import Message
from segue.channels.smtp.pool import Pool
from segue.channels.smtp.refusal import SmtpRefusal
from segue.channels.smtp.session import Lost, Session
from segue.domain.errors import ErrorCode, StepError
from segue.domain.mailboxes import SmtpSettings
from segue.domain.outcome import MailboxTrouble, NotTried, Outcome, Sent, Temporary, Unknown

log = structlog.get_logger("segue.smtp")

MOST_LOST = 3  # connections lost in a row before it is the mailbox's trouble, and not the messages'

MOST_UNHEARD = 3  # messages in a row of which nobody knows whether the server took them
# Messages are started a few at a time, as many as leave within AHEAD seconds: Stop reaches those that are not started,
# and what is started when a worker dies, a person must look into.
AHEAD, MOST_AT_ONCE = 0.25, 20

Compose = Callable[[Effect], Message | Outcome]


class Sending:
    """One batch under way. Each message is composed when its turn comes; one outcome each, in order."""

    def __init__(self, settings: SmtpSettings, pool: Pool, *, seconds: float) -> None:
        """Nothing new is begun when `seconds` are over, and no answer is waited for longer than a third of them.

        But for the last one of a message, which may take long: see `Session.send`.
        """
        self._settings = settings
        self._pool = pool
        self._until = time.monotonic() + seconds
        self._timeout, self._last_timeout = max(1.0, seconds / 3), seconds * 8
        self._trouble: StepError | None = None
        self._lost_in_a_row = self._unheard_in_a_row = 0
        self._lock = threading.Lock()

    def run(self, effects: Sequence[Effect], compose: Compose, start: Start, connections: int) -> list[Outcome]:
        """What came of each; those that nobody got to are NotTried, or the mailbox's trouble."""
        self._compose = compose
        self._outcomes: dict[int, Outcome] = {}
        self._told: set[int] = set()
        threads = min(connections, len(effects))
        if threads == 1:
            self._alone(effects, start)
        else:
            self._together(effects, start, threads)
        rest = MailboxTrouble(self._trouble) if self._trouble else NotTried()
        return [self._outcomes.get(effect.delivery_id, rest) for effect in effects]

    def _alone(self, effects: Sequence[Effect], start: Start) -> None:
        session: Session | None = None
        try:
            for effect in self._started(effects, start, 1):
                if not self._is_over():
                    session = self._one(effect, session)
        finally:
            if session:
                self._pool.give_back(self._settings, session)

    def _together(self, effects: Sequence[Effect], start: Start, threads: int) -> None:
        """Whatever happens, the threads are let go in the end."""
        queue: Queue[Effect | None] = Queue(threads)
        with ThreadPoolExecutor(threads, thread_name_prefix="smtp") as executor:
            working = [executor.submit(self._work, queue) for _ in range(threads)]
            try:
                for effect in self._started(effects, start, threads):
                    queue.put(effect)
            finally:
                for _ in range(threads):
                    queue.put(None)
            for work in working:
                work.result()

    def _started(self, effects: Sequence[Effect], start: Start, threads: int) -> Iterator[Effect]:
        """Those that may leave, started a few at a time, as they are asked for."""
        begin = 0
        while begin < len(effects) and not self._is_over():
            chunk = effects[begin : begin + self._few(threads)]
            begin += len(chunk)
            started = start(chunk, self._news())
            yield from (effect for effect in chunk if effect.delivery_id in started)
            self._outcomes |= {e.delivery_id: NotTried() for e in chunk if e.delivery_id not in started}

    def _few(self, threads: int) -> int:
        """As many as leave in good time, going by the last ones."""
        seconds = self._pool.seconds_each(self._settings)
        return threads if seconds is None else max(threads, min(MOST_AT_ONCE, int(AHEAD * threads / seconds)))

    def _news(self) -> dict[int, Outcome]:
        """What has come in since this was last asked."""
        outcomes = dict(self._outcomes)
        news = {i: outcome for i, outcome in outcomes.items() if i not in self._told}
        self._told |= news.keys()
        return news

    def _is_over(self) -> bool:
        return self._trouble is not None or time.monotonic() >= self._until

    def _work(self, queue: "Queue[Effect | None]") -> None:
        session: Session | None = None
        while (effect := queue.get()) is not None:
            if not self._is_over():
                session = self._one(effect, session)
        if session:
            self._pool.give_back(self._settings, session)

    def _one(self, effect: Effect, session: Session | None) -> Session | None:
        """Send one message; returns the session to go on with."""
        try:
            message = self._compose(effect)
            outcome: Outcome | None = None if isinstance(message, Message) else message
            if isinstance(message, Message):
                session, outcome = self._send(message, session)
            if outcome:
                self._outcomes[effect.delivery_id] = outcome
        except SmtpRefusal as refusal:
            self._trouble = refusal.error
            return None
        except Exception as error:
            # Whatever it was, it is this message's own: the others go on, and nothing is said to have left.
            log.exception("sending failed")
            self._outcomes[effect.delivery_id] = Unknown(
                f"Segue met an error of its own while sending ({type(error).__name__})."
            )
            return None
        return session

    def _send(self, message: Message, session: Session | None) -> tuple[Session | None, Outcome | None]:
        began, fresh = time.monotonic(), session is None
        if session is None or not session.is_open:
            session, fresh = self._pool.take(self._settings, self._timeout)
        result = session.send(message, self._timeout, self._last_timeout)
        if isinstance(result, Lost) and not fresh:
            # The server closed what had been idle: nothing was told to it yet, so another connection may try.
            session, _ = self._pool.take(self._settings, self._timeout)
            result = session.send(message, self._timeout, self._last_timeout)
        self._pool.note_time(self._settings, time.monotonic() - began)
        return (session if session.is_open else None), self._judged(result)

    def _judged(self, result: Outcome | Lost) -> Outcome | None:
        with self._lock:
            if isinstance(result, Lost):
                return self._judged_lost(result)
            if isinstance(result, MailboxTrouble):
                self._trouble = result.error
            elif isinstance(result, Unknown):
                self._unheard_in_a_row += 1
                if self._unheard_in_a_row >= MOST_UNHEARD:
                    self._trouble = StepError(ErrorCode.MAILBOX_UNREACHABLE, result.detail)
            elif isinstance(result, Sent):
                self._lost_in_a_row = self._unheard_in_a_row = 0
            return result

    def _judged_lost(self, lost: Lost) -> Outcome | None:
        self._lost_in_a_row += 1
        words = f"The connection was lost before the message was handed over ({lost.words})."
        if self._lost_in_a_row < MOST_LOST:
            return Temporary(StepError(ErrorCode.RECIPIENT_DEFERRED, words))
        self._trouble = StepError(ErrorCode.MAILBOX_UNREACHABLE, words)
        return None
