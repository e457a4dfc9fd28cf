"""Sends a batch through a provider: a few messages at a time, several requests in parallel."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from anymail.exceptions import AnymailError

from segue.channels.contract import Effect, Start
from segue.channels.provider.backend import Backend, UnusableSettings, open_backend
from segue.channels.provider.judging import judge, words_of
from segue.domain.errors import ErrorCode, StepError
from segue.domain.mailboxes import ProviderSettings
from segue.domain.outcome import MailboxTrouble, NotTried, Outcome, Permanent, Sent, Unknown

log = structlog.get_logger("segue.provider")

AT_ONCE = 10  # messages started together: what is in flight when a worker dies, a person must look into

Compose = Callable[[Effect], Any]


class Sending:
    """One batch under way, with one connection for each thread."""

    def __init__(self, settings: ProviderSettings, *, seconds: float) -> None:
        """Nothing new is begun when `seconds` are over, and no answer is waited for longer than a third of them."""
        self._settings = settings
        self._until = time.monotonic() + seconds
        self._timeout = max(1.0, seconds / 3)
        self._trouble: StepError | None = None
        self._own = threading.local()
        self._backends: list[Backend] = []

    def run(self, effects: Sequence[Effect], compose: Compose, start: Start, connections: int) -> list[Outcome]:
        """What came of each; those that nobody got to are NotTried, or the mailbox's trouble."""
        self._compose = compose
        outcomes: dict[int, Outcome] = {}
        news: dict[int, Outcome] = {}
        try:
            with ThreadPoolExecutor(min(connections, AT_ONCE, len(effects)), thread_name_prefix="provider") as threads:
                for begin in range(0, len(effects), AT_ONCE):
                    if self._is_over():
                        break
                    chunk = effects[begin : begin + AT_ONCE]
                    started = start(chunk, news)
                    mine = [effect for effect in chunk if effect.delivery_id in started]
                    found = zip(mine, threads.map(self._one, mine), strict=True)
                    news = {effect.delivery_id: outcome for effect, outcome in found if outcome}
                    outcomes |= news | {e.delivery_id: NotTried() for e in chunk if e.delivery_id not in started}
        finally:
            for backend in self._backends:
                backend.close()
        rest = MailboxTrouble(self._trouble) if self._trouble else NotTried()
        return [outcomes.get(effect.delivery_id, rest) for effect in effects]

    def _is_over(self) -> bool:
        return self._trouble is not None or time.monotonic() >= self._until

    def _one(self, effect: Effect) -> Outcome | None:
        """What came of one message; None if it was not tried."""
        if self._is_over():
            return None
        try:
            outcome = self._send(effect)
        except UnusableSettings as error:
            outcome = MailboxTrouble(StepError(ErrorCode.MAILBOX_LOGIN, str(error)), met=True)
        except Exception as error:
            # Whatever it was, it is this message's own: the others go on, and nothing is said to have left.
            log.exception("sending failed", delivery=effect.delivery_id)
            return Unknown(f"Segue met an error of its own while sending ({type(error).__name__}).")
        if isinstance(outcome, MailboxTrouble):
            self._trouble = outcome.error
        elif isinstance(outcome, Unknown):
            # One more could be lost in the same way: the others wait until the provider is well.
            self._trouble = StepError(ErrorCode.MAILBOX_UNREACHABLE, outcome.detail)
        return outcome

    def _send(self, effect: Effect) -> Outcome:
        try:
            message = self._compose(effect)
        except KeyError:
            return Permanent(StepError(ErrorCode.ATTACHMENT_MISSING))
        except ValueError as error:
            return Permanent(StepError(ErrorCode.BAD_ADDRESS, str(error)))
        backend = self._backend()
        # Resend knows by this that it has the message already; the others do not look at it.
        backend.session.headers["Idempotency-Key"] = effect.message_id.strip("<>")
        try:
            backend.send_messages([message])
        except AnymailError as error:
            return judge(error)
        return _taken(message.anymail_status)

    def _backend(self) -> Backend:
        backend = getattr(self._own, "backend", None)
        if backend is None:
            backend = self._own.backend = open_backend(self._settings, self._timeout)
            self._backends.append(backend)
        return backend


def _taken(status: Any) -> Outcome:
    """What the provider said of the one recipient."""
    words, states = words_of(status.esp_response), status.status or set()
    if states & {"sent", "queued"}:
        names = [one.message_id for one in status.recipients.values() if isinstance(one.message_id, str)]
        return Sent(words, external_id=names[0][:255] if names else "")
    if states == {"failed"}:
        return Permanent(StepError(ErrorCode.MESSAGE_REJECTED, words))
    return Unknown(f"The provider did not say what became of it ({words}).")
