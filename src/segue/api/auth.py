"""Who is asking: the member whose token it is, with that member's role in that workspace."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from segue.actions.authenticate_token import authenticate_token
from segue.domain.events import Source
from segue.domain.refusals import TierRequired
from segue.domain.tiers import TIER_EXPLANATION
from segue.models import Workspace
from segue.models.actor import Actor


class ApiRequest(HttpRequest):
    """A request behind a token: what every endpoint is given."""

    auth: Actor

    @property
    def workspace(self) -> Workspace:
        return self.auth.workspace


class ApiToken(HttpBearer):
    """`Authorization: Bearer segue_…`. With `needs_sequences` the workspace's tier must include them."""

    def __init__(self, *, needs_sequences: bool = False) -> None:
        super().__init__()
        self.needs_sequences = needs_sequences

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        known = authenticate_token(token.strip(), timezone.now())
        if known is None:
            return None
        if self.needs_sequences and not known.workspace.has_sequences:
            raise TierRequired(TIER_EXPLANATION)
        return Actor(known.member, Source.API)
