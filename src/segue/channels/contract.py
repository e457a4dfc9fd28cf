"""The contract of a way out: a channel tries effects and says what came of each. A new one is one file and one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from segue.domain.deliveries import DeliveryKey
from segue.domain.outcome import Outcome


@dataclass(frozen=True)
class Effect:
    """A delivery that is written down and about to be tried."""

    delivery_id: int
    workspace_id: int
    key: DeliveryKey
    message_id: str
    token: str
    payload: dict[str, Any]
    opened_at: datetime


NOTHING: Mapping[int, Outcome] = MappingProxyType({})


class Start(Protocol):
    """What a channel calls with the effects it is about to try; it may try those whose delivery ids come back.

    A channel that tries them a few at a time calls it for each few, and hands over by delivery id what has come of the
    ones before: so a worker that dies leaves little that nobody knows of.
    """

    def __call__(self, effects: Sequence[Effect], done: Mapping[int, Outcome] = NOTHING) -> frozenset[int]: ...


def start_all(effects: Sequence[Effect], done: Mapping[int, Outcome] = NOTHING) -> frozenset[int]:
    """For messages that are no deliveries: tests that a person sends."""
    return frozenset(e.delivery_id for e in effects)


class Channel(Protocol):
    """A way out. Called with no transaction open."""

    @property
    def batch(self) -> int:
        """How many effects `perform` takes at once; it must be done with them well within a lease."""

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        """Try each effect that may start, once; one outcome each, in order. Those that may not are NotTried.

        Does not raise for what may happen to one of them.
        """

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        """What became of effects whose worker died: Sent or NotTried where that can be known, else Unknown."""
