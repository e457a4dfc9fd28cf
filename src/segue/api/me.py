"""/me: whom the token acts as."""

from ninja import Router

from segue.api.auth import ApiRequest
from segue.api.schemas.me import Me

router = Router(tags=["Me"])


@router.get("", response=Me)
def get_me(request: ApiRequest) -> Me:
    """The member behind the token, with role and workspace."""
    return Me.of(request.auth.member)
