"""What a link to opt out leads to."""

from dataclasses import dataclass

from segue.domain.opt_out import is_genuine, read_token
from segue.domain.refusals import NotFound
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason, values_of
from segue.models import Delivery, Suppression


@dataclass(frozen=True)
class OptOutLink:
    """The email that a link came with, and the address it went to."""

    delivery: Delivery
    address: str

    @property
    def sender(self) -> str:
        """The address it came from, to write to."""
        return str(self.delivery.payload.get("from") or "")


def opt_out_link(token: str) -> OptOutLink:
    """The email behind a token. Raises NotFound for a token that Segue did not make."""
    read = read_token(token)
    if read is not None:
        key, mac = read
        related = Delivery.objects.select_related("workspace", "enrollment__record", "enrollment__sequence", "step")
        delivery = related.filter(
            enrollment_id=key.enrollment_id, step_id=key.step_id, attempt=key.attempt, kind=StepKind.EMAIL
        ).first()
        if delivery and is_genuine(delivery.workspace.opt_out_secret, key, mac) and delivery.payload.get("to"):
            return OptOutLink(delivery, str(delivery.payload["to"]))
    raise NotFound("This link is not complete, or it is not one of ours.")


def has_opted_out(link: OptOutLink) -> bool:
    """Whether the address is on the list because its owner asked for it."""
    wishes = [reason for reason in SuppressionReason if reason.is_wish]
    return Suppression.objects.filter(
        workspace=link.delivery.workspace, value=values_of(link.address)[0], reason__in=wishes
    ).exists()
