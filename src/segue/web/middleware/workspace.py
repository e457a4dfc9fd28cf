"""Which workspace a request is about: the one chosen in this session, else the first the user joined."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from segue.models import Member
from segue.queries.members import memberships_of

SESSION_KEY = "workspace_id"


def workspace(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets `request.member` and `request.workspace`; both None for strangers and users without a workspace."""

    def middleware(request: HttpRequest) -> HttpResponse:
        member = _member(request)
        request.member = member  # type: ignore[attr-defined]  # read through access.MemberRequest
        request.workspace = member and member.workspace  # type: ignore[attr-defined]  # as above
        return get_response(request)

    return middleware


def _member(request: HttpRequest) -> Member | None:
    if not request.user.is_authenticated:
        return None
    memberships = list(memberships_of(request.user))
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.workspace_id == chosen), memberships[0] if memberships else None)
