"""The contract of a way out: a channel tries effects and says what came of each. A new one is one file and one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


class Channel(Protocol):
    """A way out. Called with no transaction open."""

    @property
    def batch(self) -> int:
        """How many effects `perform` takes at once; it must be done with them well within a lease."""

    def perform(self, effects: Sequence[Effect]) -> list[Outcome]:
        """Try each effect once; one outcome each, in order. Does not raise for what may happen to one of them."""

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        """What became of effects whose worker died: Sent or NotTried where that can be known, else Unknown."""
