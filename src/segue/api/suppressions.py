"""/suppressions: addresses and domains that no sequence writes to."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from segue.actions.suppress import suppress_by_hand
from segue.actions.unsuppress import unsuppress
from segue.api.auth import ApiRequest
from segue.api.inputs import Before, Id, Limit
from segue.api.schemas.suppressions import Suppression, SuppressionInput, Suppressions
from segue.domain.suppressions import SuppressionReason
from segue.queries.suppressions import get_suppression, suppression_page

router = Router(tags=["Suppressions"])

Part = Annotated[str, Query(..., description="Only those with this in their address or domain.")]
OfReason = Annotated[SuppressionReason | None, Query(..., description="Only those with this reason.")]


@router.get("", response=Suppressions)
def list_suppressions(
    request: ApiRequest, q: Part = "", reason: OfReason = None, before: Before = None, limit: Limit = 50
) -> Suppressions:
    """Addresses and domains that are not written to, newest first."""
    found = suppression_page(request.auth.workspace, q, reason, before, limit)
    return Suppressions(items=[Suppression.of(entry) for entry in found.entries], next_before=found.next_before)


@router.post("", response={201: Suppression})
def create_suppression(request: ApiRequest, body: SuppressionInput) -> Suppression:
    """Suppress an address or a domain. One that is on the list is answered as it is; `opt_out` outranks the others."""
    entry, _ = suppress_by_hand(request.auth, body.value, body.note, timezone.now(), body.reason)
    return Suppression.of(get_suppression(request.auth.workspace, entry.pk))


@router.delete("/{int:suppression_id}", response={204: None})
def delete_suppression(request: ApiRequest, suppression_id: Id) -> None:
    """Take it off the list. Who asked not to be written to is taken off with an admin's token only."""
    unsuppress(request.auth, get_suppression(request.auth.workspace, suppression_id))
