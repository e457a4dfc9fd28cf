"""What came of trying an effect outside the database: a closed set, so that every caller handles each."""

from dataclasses import dataclass

from segue.domain.errors import ErrorCode, StepError


@dataclass(frozen=True)
class Sent:
    """It left. `receipt` is the other side's answer, `external_id` its own name for the message, where it has one."""

    receipt: str = ""
    external_id: str = ""


@dataclass(frozen=True)
class Temporary:
    """It surely did not take effect and may go through later: the engine tries again by itself."""

    error: StepError


@dataclass(frozen=True)
class Permanent:
    """It did not take effect and would not if tried again as it is: a person decides."""

    error: StepError


@dataclass(frozen=True)
class Unknown:
    """It may or may not have left. Never tried again by itself."""

    detail: str = ""

    @property
    def error(self) -> StepError:
        return StepError(ErrorCode.OUTCOME_UNKNOWN, self.detail)


@dataclass(frozen=True)
class NotTried:
    """It was not tried at all (the worker lost its lease, or is stopping): as if it had never been opened."""


@dataclass(frozen=True)
class MailboxTrouble:
    """It surely did not leave, and the trouble is the mailbox's own: its lane waits, and nobody fails.

    `met` marks the message that met with it; the others were not tried.
    """

    error: StepError
    met: bool = False


Outcome = Sent | Temporary | Permanent | Unknown | NotTried | MailboxTrouble
