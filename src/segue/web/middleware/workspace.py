"""Which workspace a request is about: the one chosen in this session, else the first the user joined.

Its time zone holds for the whole answer: every date a page shows is in it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from segue.models import Member
from segue.queries.members import memberships_of

SESSION_KEY = "workspace_id"
# It answers whoever asks, also while the session cannot be read.
NOBODYS = "/healthz"


def workspace(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets `request.member` and `request.workspace`, both None for strangers and users without a workspace, and
    `request.memberships`, all that the user could choose."""

    def middleware(request: HttpRequest) -> HttpResponse:
        memberships = _memberships(request)
        member = _chosen(request, memberships)
        request.memberships = memberships  # type: ignore[attr-defined]  # read by the context processor
        request.member = member  # type: ignore[attr-defined]  # read through access.MemberRequest
        request.workspace = member and member.workspace  # type: ignore[attr-defined]  # as above
        with timezone.override(member.workspace.time_zone if member else None):
            response = get_response(request)
        if member and "Cache-Control" not in response:
            # What a member sees is theirs: no proxy keeps it, and Back after signing out asks again.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware


def _memberships(request: HttpRequest) -> list[Member]:
    if request.path == NOBODYS or not request.user.is_authenticated:
        return []
    return list(memberships_of(request.user))


def _chosen(request: HttpRequest, memberships: list[Member]) -> Member | None:
    if not memberships:
        return None
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.workspace_id == chosen), memberships[0])
