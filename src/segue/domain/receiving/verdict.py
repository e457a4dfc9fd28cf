"""What the rules made of a message."""

from dataclasses import dataclass
from datetime import date

from segue.domain.inbound import InboundKind


@dataclass(frozen=True)
class Verdict:
    """`rule` says in words which rule decided; `failed_address` and `diagnostic` are for bounces and complaints.

    A bounce that blames the address keeps later mail from it.
    """

    kind: InboundKind
    rule: str
    return_on: date | None = None
    failed_address: str = ""
    diagnostic: str = ""
    blames_address: bool = True
